package apikey

// rubyWriter writes for Ruby 2.7 or later and its standard library.
var rubyWriter = writer{
	extension: ".rb", command: "ruby %s", quote: quoteRuby,
	body: func(o object) string {
		return style{
			indent: "  ", openObject: "{", closeObject: "}", openList: "[", closeList: "]", quote: quoteRuby,
			key: func(name string) string { return name + ": " }, commaAtEnd: true, inlineShortLists: true,
		}.render(o, 0)
	},
	text: parse(`
# encoding: utf-8
[[if .Sends]]require "json"
[[end]]require "net/http"
require "uri"

key = ENV["[[.Variable]]"].to_s
abort "[[.Missing]]" if key.empty?

uri = URI([[.URL]])
request = Net::HTTP::[[if .Sends]]Post[[else]]Get[[end]].new(uri)
request["Authorization"] = "Bearer #{key}"
request["Accept"] = "application/json"
[[- if .Sends]]
request["Content-Type"] = "application/json"
# [[.IdempotencyIs]]
request["Idempotency-Key"] = [[.Idempotency]]
request.body = JSON.generate([[.Body]])
[[- end]]

response = Net::HTTP.start(uri.host, uri.port, use_ssl: uri.scheme == "https", open_timeout: 30, read_timeout: 30) do |http|
  http.request(request)
end
puts response.code
puts response.body
exit 1 unless response.is_a?(Net::HTTPSuccess)
`),
}
