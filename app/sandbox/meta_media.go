package sandbox

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strings"
	"time"
)

// metaMedia is a file that was uploaded for sending, or that a customer sent.
type metaMedia struct {
	id, number, kind string
	data             []byte
	at               time.Time
}

// mostMediaBody is the largest body of an upload for sending.
const mostMediaBody = 101 << 20

// mediaLimits are the largest files in bytes by the first part of their type.
var mediaLimits = map[string]int{"image": 5 << 20, "video": 16 << 20, "audio": 16 << 20, "application": 100 << 20, "text": 100 << 20}

// uploadMedia answers POST /{phone-id}/media.
func (m *Meta) uploadMedia(q *request, c caller) (any, *graphError) {
	n, ok := m.number(q.segments[0])
	if !ok {
		return nil, unknownObject(q.method, q.segments[0])
	}
	if err := c.maySend(n); err != nil {
		return nil, err
	}
	if q.params["messaging_product"] != "whatsapp" {
		return nil, missingParameter("messaging_product")
	}
	if q.file == nil {
		return nil, missingParameter("file")
	}
	kind := q.params["type"]
	if kind == "" {
		kind = q.file.Header.Get("Content-Type")
	}
	group, _, _ := strings.Cut(kind, "/")
	limit, known := mediaLimits[group]
	if !known || group == "image" && kind != "image/jpeg" && kind != "image/png" && kind != "image/webp" {
		return nil, badParameter("Param file must be a file with one of the following types: image/jpeg, image/png, ... Received file of type '%s'.", kind)
	}
	if q.file.Size > int64(limit) {
		return nil, coded(131053, "Media upload error").with("The file is larger than WhatsApp takes for its type.")
	}
	file, err := q.file.Open()
	if err != nil {
		return nil, coded(131053, "Media upload error")
	}
	defer func() { _ = file.Close() }()
	data, err := io.ReadAll(file)
	if err != nil {
		return nil, coded(131053, "Media upload error")
	}
	m.mu.Lock()
	m.serials++
	id := mediaID("uploaded " + m.options.Seed + formatID(uint64(m.serials)))
	m.mu.Unlock()
	m.keepMedia(metaMedia{id: id, number: n.ID, kind: kind, data: data})
	return object{{"id", id}}, nil
}

func (m *Meta) keepMedia(one metaMedia) {
	m.mu.Lock()
	defer m.mu.Unlock()
	one.at = m.options.Clock.Now()
	m.media[one.id] = one
}

// mediumOf finds a file that the caller may see.
func (m *Meta) mediumOf(id string, c caller) (metaMedia, bool) {
	m.mu.Lock()
	one, ok := m.media[id]
	n := m.world.Numbers[one.number]
	m.mu.Unlock()
	return one, ok && !c.isApp && c.sees(n.WABAID) && m.options.Clock.Now().Sub(one.at) < 30*24*time.Hour
}

// medium answers GET and DELETE /{media-id}.
func (m *Meta) medium(q *request, one metaMedia) (any, *graphError) {
	if q.method == http.MethodGet {
		return m.mediumNode(q, one), nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.media, one.id)
	return success(), nil
}

// mediumNode is what GET /{media-id} tells: an address for five minutes.
func (m *Meta) mediumNode(q *request, one metaMedia) object {
	sum := sha256.Sum256(one.data)
	until := m.options.Clock.Now().Add(5 * time.Minute).Unix()
	return object{
		{"url", q.base + downloadPath + one.id + "?ext=" + formatID(uint64(until))}, {"mime_type", one.kind},
		{"sha256", hex.EncodeToString(sum[:])}, {"file_size", len(one.data)}, {"id", one.id}, {"messaging_product", "whatsapp"},
	}
}

// downloadPath stands for the other host on which the real files are.
const downloadPath = "/whatsapp_business/attachments/"

// serveDownload answers with a file itself. It takes the token as all calls do.
func (m *Meta) serveDownload(w http.ResponseWriter, r *http.Request, id string) {
	q := m.newRequest(r.Method, "/"+liveVersions[len(liveVersions)-1].name+"/"+id, r.URL.RawQuery)
	q.findToken(r.Header.Get("Authorization"))
	m.record(r, q)
	if m.instead(w, r, q.number, m.faultFor(q)) {
		return
	}
	c, refused := m.authenticate(q)
	one, ok := m.mediumOf(id, c)
	status, kind, body := http.StatusOK, one.kind, one.data
	if refused != nil || !ok || r.Method != http.MethodGet || q.query.Get("ext") < formatID(uint64(m.options.Clock.Now().Unix())) {
		status, kind, body = http.StatusNotFound, "text/plain", nil
	}
	w.Header().Set("Content-Type", kind)
	m.write(w, q.number, Fault{}, status, body)
}
