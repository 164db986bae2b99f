package handoff

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"channeldesk/app/protocol"
)

// fingerprint stands for all facts that a sheet states for one reader, in one
// language. In place of the webhook secret goes its reference, also when the
// secret is not printed: a new secret makes every earlier sheet useless. The
// sheet number, the time, the recipient's name and the wording of explanations
// are left out, because they do not make a sheet wrong.
func fingerprint(d details, r Request) string {
	facts := struct {
		Form                                      int
		Agent, Environment, Protocol, Name        string
		Account, Public, Path, SecretRef, Contact string
		Word, Audience, Language                  string
		Events                                    []string
		InAddress, IncludeSecret                  bool
	}{
		1, tidy(d.agent.Name), string(d.channel.Environment), string(d.channel.Protocol), d.decl.Name,
		d.channel.AccountCode, d.public, protocol.WebhookPath(d.decl, d.channel), string(d.channel.Webhook.Secret.Ref), contact(d.agent),
		d.decl.SecretWord, string(r.Audience), r.Language,
		d.decl.Events, d.decl.SecretInAddress, r.IncludeSecret,
	}
	data, err := json.Marshal(facts)
	if err != nil {
		panic("fingerprint: " + err.Error()) // strings and booleans always marshal
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
