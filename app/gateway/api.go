package gateway

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"channeldesk/app"
)

// api is the notification API.
type api struct {
	r       *running
	huma    huma.API
	pace    *pace
	flights flights
}

// addAPI puts the notification API and its description on the mux.
func (r *running) addAPI(mux *http.ServeMux) *api {
	a := &api{r: r, pace: newPace(r.limits.PerKey, r.limits.Burst)}
	a.huma = humago.New(mux, a.config())
	register(a, huma.Operation{
		OperationID: "send-message", Method: http.MethodPost, Path: "/v1/messages", Tags: []string{"Messages"},
		Summary:       "Send a message",
		Description:   sendDescription,
		DefaultStatus: http.StatusAccepted, Errors: []int{400, 401, 403, 408, 409, 413, 415, 422, 429, 500, 503},
		MaxBodyBytes: r.limits.RequestBytes, BodyReadTimeout: r.limits.Body,
	}, app.ScopeSend, a.sendMessage)
	register(a, huma.Operation{
		OperationID: "list-messages", Method: http.MethodGet, Path: "/v1/messages", Tags: []string{"Messages"},
		Summary:     "List messages",
		Description: listDescription,
		Errors:      []int{401, 403, 422, 429, 500, 503},
	}, app.ScopeRead, a.listMessages)
	register(a, huma.Operation{
		OperationID: "get-message", Method: http.MethodGet, Path: "/v1/messages/{id}", Tags: []string{"Messages"},
		Summary:     "Read one message",
		Description: "Gives a message with its state, the times it was reached, and each try to send it.",
		Errors:      []int{401, 403, 404, 422, 429, 500, 503},
	}, app.ScopeRead, a.getMessage)
	register(a, huma.Operation{
		OperationID: "list-templates", Method: http.MethodGet, Path: "/v1/templates", Tags: []string{"Templates"},
		Summary:     "List templates",
		Description: templatesDescription,
		Errors:      []int{401, 403, 422, 429, 500, 503},
	}, app.ScopeRead, a.listTemplates)
	register(a, huma.Operation{
		OperationID: "get-channel", Method: http.MethodGet, Path: "/v1/channel", Tags: []string{"Channel"},
		Summary:     "Read the channel",
		Description: "Tells for which agent and environment the key stands, and how the channel is set up. Useful to make sure that a program uses the right key.",
		Errors:      []int{401, 403, 422, 429, 500, 503},
	}, app.ScopeRead, a.getChannel)
	a.leaveRoom()
	a.describeAnswers()
	mux.HandleFunc("GET /openapi.json", a.serveDescription)
	return a
}

func (a *api) config() huma.Config {
	registry := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title: "Channel Desk notification API", Version: "1",
				Description: "Sends WhatsApp messages through a channel of Channel Desk and tells what became of them. A readable guide is at /docs.",
			},
			Components: &huma.Components{
				Schemas: registry,
				SecuritySchemes: map[string]*huma.SecurityScheme{"key": {
					Type: "http", Scheme: "bearer", Description: "An API key, as cdk_pub_… for Published and cdk_drf_… for Draft.",
				}},
			},
			Security: []map[string][]string{{"key": {}}},
			Tags: []*huma.Tag{
				{Name: "Messages", Description: "Sending, and what became of it."},
				{Name: "Templates", Description: "What messages can be made from."},
				{Name: "Channel", Description: "What a key stands for."},
			},
		},
		Formats:                      map[string]huma.Format{"application/json": jsonFormat, "json": jsonFormat},
		DefaultFormat:                "application/json",
		RejectUnknownQueryParameters: true,
	}
}

// leaveRoom says that answers may have more members in the future, which programs
// should pass over. Requests may not: there an unknown member is a mistake.
func (a *api) leaveRoom() {
	for _, schema := range a.huma.OpenAPI().Components.Schemas.Map() {
		if schema.AdditionalProperties == false && !a.isAsked(schema) {
			schema.AdditionalProperties = true
		}
	}
}

// isAsked reports whether a schema is part of what is sent to us.
func (a *api) isAsked(schema *huma.Schema) bool {
	schemas := a.huma.OpenAPI().Components.Schemas.Map()
	for _, name := range []string{"MessageRequest", "TemplateRequest", "HeaderRequest", "PlaceRequest", "ButtonRequest", "CardRequest", "ReplyButton"} {
		if schemas[name] == schema {
			return true
		}
	}
	return false
}

// jsonFormat writes JSON as the rest of the program does.
var jsonFormat = huma.Format{
	Marshal: func(w io.Writer, v any) error {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		return e.Encode(v)
	},
	Unmarshal: json.Unmarshal,
}

// serveDescription gives the OpenAPI document, with the address at which the
// gateway is reached.
func (a *api) serveDescription(w http.ResponseWriter, r *http.Request) {
	data, err := a.description(a.r.baseURL(r))
	if err != nil {
		a.r.s.p.Log.Error("write openapi.json", "cause", err)
		writeProblem(w, r, internalProblem())
		return
	}
	w.Header().Set("Content-Type", "application/openapi+json")
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("Access-Control-Allow-Origin", "*")
	_, _ = w.Write(data)
}

func (a *api) description(base string) ([]byte, error) {
	doc := *a.huma.OpenAPI()
	if base != "" {
		doc.Servers = []*huma.Server{{URL: base}}
	}
	data, err := json.Marshal(&doc)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = json.Indent(&out, data, "", "  ")
	out.WriteByte('\n')
	return out.Bytes(), err
}

// baseURL is the address for examples: the public one, or the one that was asked.
func (r *running) baseURL(q *http.Request) string {
	if public := r.public.Load().text; public != "" {
		return public
	}
	return "http://" + q.Host
}
