package keystone

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
)

// maxBody bounds the body of a request in bytes.
const maxBody = 1 << 20

const (
	// needsAuthentication is all that Keystone says about a wrong password, an unknown user or project,
	// or a project in which the user has no role [010-013].
	needsAuthentication = "The request you have made requires authentication."
	// clientInError ends the words of each 400 [014, 030].
	clientInError = " The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error."
)

// failure is an error in the form of Identity v3, which has its members in alphabetical order.
type failure struct {
	Code int `json:"code"`
	// Identity is sent with the 401 of some methods only [015, 021].
	Identity any    `json:"identity,omitempty"`
	Message  string `json:"message"`
	Title    string `json:"title"`
}

func answer(w http.ResponseWriter, status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	// Also for HEAD, which has the length of the body of GET [023].
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

func fail(w http.ResponseWriter, r *http.Request, told failure) {
	told.Title = http.StatusText(told.Code)
	if told.Code == http.StatusUnauthorized {
		w.Header().Set("Www-Authenticate", fmt.Sprintf("Keystone uri=%q", origin(r)+"/v3"))
	}
	answer(w, told.Code, map[string]any{"error": told})
}

func unauthorized(w http.ResponseWriter, r *http.Request) {
	fail(w, r, failure{Code: http.StatusUnauthorized, Message: needsAuthentication})
}

func badRequest(w http.ResponseWriter, r *http.Request, message string) {
	fail(w, r, failure{Code: http.StatusBadRequest, Message: message + clientInError})
}

// notFoundPage is the answer to a path that is not there [026, 027].
func notFoundPage(w http.ResponseWriter, _ *http.Request) {
	const page = `<!doctype html>
<html lang=en>
<title>404 Not Found</title>
<h1>Not Found</h1>
<p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>
`
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusNotFound)
	_, _ = io.WriteString(w, page)
}

// decode reads a JSON object; anything else leaves the value as it is.
func decode(w http.ResponseWriter, r *http.Request, into any) {
	_ = json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(into)
}

// origin is the URL of this Keystone as the client sees it.
func origin(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
