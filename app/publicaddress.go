package app

// SandboxPublicAddress stands for the gateway's public address on agents that
// speak to the sandbox while the workspace has none of its own, so that sheets
// can be tried. The name is reserved for examples and leads nowhere.
const SandboxPublicAddress = "https://wa.sandbox.example"

// PublicAddress is where providers reach the gateway for an agent: the
// workspace's setting, or for a sandbox agent without one the example address.
func (a Agent) PublicAddress(setting string) string {
	if setting == "" && a.Sandbox {
		return SandboxPublicAddress
	}
	return setting
}
