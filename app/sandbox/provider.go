package sandbox

// The simulated providers as they stand in a Request and on the control paths.
const (
	providerMeta   = "meta"
	providerQontak = "qontak"
	providerCoster = "coster"
)

// accessTokenHeader carries Coster's token on its conversation host.
const accessTokenHeader = "X-Access-Token"
