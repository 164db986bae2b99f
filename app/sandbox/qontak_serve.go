package sandbox

import (
	"net/http"
	"path"
	"strings"
)

// qontakAnswer is a finished answer: a success with data, or a refusal.
type qontakAnswer struct {
	status int
	data   any
	// meta is beside the data of a list.
	meta any
	// messages are those of a refusal.
	messages []string
	// gateway is true for a refusal of the gateway, which has its own shape.
	gateway bool
}

// refuse is a refusal of the service itself.
func refuse(status int, messages ...string) *qontakAnswer {
	return &qontakAnswer{status: status, messages: messages}
}

// refuseAtGateway is a refusal of what stands in front of the service.
func refuseAtGateway(status int, message string) *qontakAnswer {
	return &qontakAnswer{status: status, messages: []string{message}, gateway: true}
}

func (a *qontakAnswer) body() any {
	switch {
	case a.gateway:
		return object{{"message", a.messages[0]}}
	case a.messages != nil:
		return object{{"status", "error"}, {"error", object{{"code", a.status}, {"messages", a.messages}}}}
	case a.meta != nil:
		return object{{"status", "success"}, {"data", a.data}, {"meta", a.meta}}
	}
	return object{{"status", "success"}, {"data", a.data}}
}

// ServeHTTP answers one request: it is recorded, then a fault may happen to it,
// then it is answered as Qontak would.
func (k *Qontak) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q, fault, ok := k.begin(w, r, qontakBearerBase, qontakHMACBase)
	if !ok {
		return
	}
	h := w.Header()
	h.Set("Date", k.now().Format(http.TimeFormat))
	h.Set("Content-Type", "application/json; charset=utf-8")
	a := k.answer(h, r, q, fault)
	body, err := plainJSON(a.body())
	if err != nil {
		panic("the sandbox made an answer that is no JSON: " + err.Error())
	}
	k.write(w, q.number, fault, a.status, body)
}

func (k *Qontak) answer(h http.Header, r *http.Request, q *plainRequest, fault Fault) *qontakAnswer {
	if fault.isGraphError() {
		return fault.qontakError()
	}
	if q.base == "" {
		k.note(q, RuleRefused, "%s %s is under no known base", q.method, q.path)
		return refuseAtGateway(http.StatusNotFound, "no Route matched with those values")
	}
	c, refused := k.authenticate(r, q)
	if refused != nil {
		return refused
	}
	if !k.count(h, c) {
		return tooMany(q)
	}
	a := k.route(q, c)
	if a.messages != nil && (a.status == http.StatusUnprocessableEntity || a.status == http.StatusBadRequest) {
		k.note(q, RuleRefused, "%s %s: %s", q.method, q.path, strings.Join(a.messages, "; "))
	}
	return a
}

// qontakError is the answer of a FaultError: the code is the HTTP status unless
// the fault names another.
func (f Fault) qontakError() *qontakAnswer {
	code := statusOr(f.Code, http.StatusInternalServerError)
	text := f.Text
	if text == "" {
		text = http.StatusText(code)
	}
	if text == "" {
		text = "An error was asked of the sandbox."
	}
	if code < 200 || code > 599 {
		code = http.StatusInternalServerError
	}
	return refuse(statusOr(f.Status, code), text)
}

// qontakRoute is one call: its pattern has a * for an id.
type qontakRoute struct {
	method, pattern string
	// kind is the token that it takes beside the full one; "" takes all.
	kind   QontakTokenKind
	answer func(*Qontak, *plainRequest, qontakCaller) *qontakAnswer
}

var qontakRoutes = []qontakRoute{
	{http.MethodGet, "/integrations", "", (*Qontak).listIntegrations},
	{http.MethodGet, "/integrations/*", "", (*Qontak).getIntegration},
	{http.MethodGet, "/templates/whatsapp", QontakUserToken, (*Qontak).listTemplates},
	{http.MethodPost, "/templates/whatsapp", QontakUserToken, (*Qontak).createTemplate},
	{http.MethodGet, "/templates/*/whatsapp", QontakUserToken, (*Qontak).getTemplate},
	{http.MethodGet, "/message_interactions", QontakBotToken, (*Qontak).readInteractions},
	{http.MethodPut, "/message_interactions", QontakBotToken, (*Qontak).setInteractions},
	{http.MethodPut, "/room_interactions", QontakBotToken, (*Qontak).setRooms},
	{http.MethodPost, "/broadcasts/whatsapp/direct", QontakUserToken, (*Qontak).sendBroadcast},
	{http.MethodPost, "/messages/whatsapp/bot", QontakBotToken, (*Qontak).sendIntoRoom},
	{http.MethodGet, "/broadcasts/*/whatsapp", QontakUserToken, (*Qontak).getBroadcast},
	{http.MethodGet, "/broadcasts/*/whatsapp/log", QontakUserToken, (*Qontak).broadcastLog},
}

func (k *Qontak) route(q *plainRequest, c qontakCaller) *qontakAnswer {
	known := false
	for _, route := range qontakRoutes {
		if ok, _ := path.Match(route.pattern, q.path); !ok {
			continue
		}
		known = true
		if route.method != q.method {
			continue
		}
		if !c.may(route.kind) {
			return refuse(http.StatusForbidden, "You are not authorized to access this resource")
		}
		if q.broken {
			return refuse(http.StatusBadRequest, "There was a problem in the JSON you submitted")
		}
		return route.answer(k, q, c)
	}
	if known {
		k.note(q, RuleRefused, "%s is not a method of %s", q.method, q.path)
		return refuse(http.StatusMethodNotAllowed, "Method Not Allowed")
	}
	k.note(q, RuleRefused, "%s %s is not known", q.method, q.path)
	return refuse(http.StatusNotFound, "Not Found")
}
