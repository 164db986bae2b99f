package apikey

import "go/format"

// goWriter writes for Go 1.21 or later and its standard library.
var goWriter = writer{
	extension: ".go", command: "go run %s", quote: quoteGo,
	body: func(o object) string {
		return style{
			indent: "\t", openObject: "map[string]any{", closeObject: "}", openList: "[]any{", closeList: "}", quote: quoteGo,
			key: func(name string) string { return quoteGo(name) + ": " }, commaAtEnd: true, inlineShortLists: true,
		}.render(o, 1)
	},
	tidy: func(code string) (string, error) {
		tidied, err := format.Source([]byte(code))
		return string(tidied), err
	},
	text: parse(`
package main

import (
[[- if .Sends]]
	"bytes"
	"encoding/json"
[[- end]]
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	key := os.Getenv("[[.Variable]]")
	if key == "" {
		return errors.New("[[.Missing]]")
	}
[[- if .Sends]]
	body, err := json.Marshal([[.Body]])
	if err != nil {
		return err
	}
[[- end]]
	request, err := http.NewRequest("[[.Method]]", [[.URL]], [[if .Sends]]bytes.NewReader(body)[[else]]nil[[end]])
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+key)
	request.Header.Set("Accept", "application/json")
[[- if .Sends]]
	request.Header.Set("Content-Type", "application/json")
	// [[.IdempotencyIs]]
	request.Header.Set("Idempotency-Key", [[.Idempotency]])
[[- end]]

	client := &http.Client{Timeout: 30 * time.Second}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	fmt.Println(response.StatusCode)
	fmt.Println(string(answer))
	if response.StatusCode >= 300 {
		return errors.New(response.Status)
	}
	return nil
}
`),
}
