package apikey

// phpWriter writes for PHP 8.0 or later, without extensions.
var phpWriter = writer{
	extension: ".php", command: "php %s", quote: quotePHP,
	body: func(o object) string {
		return style{
			indent: "    ", openObject: "[", closeObject: "]", openList: "[", closeList: "]", quote: quotePHP,
			key: func(name string) string { return quotePHP(name) + " => " }, commaAtEnd: true, inlineShortLists: true,
		}.render(o, 0)
	},
	text: parse(`
<?php

$key = getenv('[[.Variable]]');
if (!$key) {
    fwrite(STDERR, "[[.Missing]]\n");
    exit(1);
}
[[if .Sends]]
$message = [[.Body]];
[[end]]
$context = stream_context_create(['http' => [
    'method' => '[[.Method]]',
    'header' => [
        'Authorization: Bearer ' . $key,
        'Accept: application/json',
[[- if .Sends]]
        'Content-Type: application/json',
        // [[.IdempotencyIs]]
        [[.IdempotencyHeader]],
[[- end]]
    ],
[[- if .Sends]]
    'content' => json_encode($message),
[[- end]]
    'ignore_errors' => true,
    'follow_location' => 0,
    'timeout' => 30,
]]);
$answer = file_get_contents([[.URL]], false, $context);
if ($answer === false) {
    exit(1);
}
$status = (int) explode(' ', $http_response_header[0])[1];
echo $status, "\n", $answer, "\n";
exit($status < 300 ? 0 : 1);
`),
}
