package cafe24

import (
	"encoding/json"
	"net/http"
	"strings"
)

// readError returns the typed error of an answer, or nil. Some layers of the platform answer an error envelope with
// status 200, so the body is checked in any case.
func readError(endpoint string, res *http.Response, body []byte) error {
	failed := res.StatusCode/100 != 2
	var top struct {
		Error       json.RawMessage `json:"error"`
		Description text            `json:"error_description"`
	}
	if json.Unmarshal(body, &top) != nil || isNull(top.Error) {
		if !failed {
			return nil
		}
		return classify(APIError{Endpoint: endpoint, Status: res.StatusCode, Message: http.StatusText(res.StatusCode), TraceID: traceOf(res)})
	}
	return classify(readEnvelope(endpoint, res, top.Error, string(top.Description)))
}

// readEnvelope reads {"error":{"code":…,"message":…}} and OAuth's flat {"error":"word","error_description":"…"}.
// Frameworks and proxies have their own "error", such as {"status":403,"error":"Forbidden"}; that does not come from
// the API.
func readEnvelope(endpoint string, res *http.Response, raw json.RawMessage, description string) APIError {
	var nested struct {
		Code    text `json:"code"`
		Message text `json:"message"`
	}
	out := APIError{Endpoint: endpoint, Status: res.StatusCode, TraceID: traceOf(res)}
	if json.Unmarshal(raw, &nested) == nil {
		out.Code, out.Message = clean(string(nested.Code), maxMessage), clean(string(nested.Message), maxMessage)
		out.Documented = out.Code != ""
	} else {
		out.Code, out.Message = clean(unquote(raw), maxMessage), clean(description, maxMessage)
		out.Documented = out.Message != "" || strings.Contains(out.Code, "_") // insufficient_scope and invalid_token have an underscore
	}
	if code := parseNumber(out.Code); res.StatusCode/100 == 2 && code.known && code.value >= 400 && code.value < 600 {
		out.Status = int(code.value)
	}
	return out
}

// classify finds the narrowest type. A refusal that does not come from the API itself says nothing about the mall.
func classify(e APIError) error {
	switch {
	case e.Status == http.StatusTooManyRequests: // in the body of a 200, where no header names a time to wait
		return &RateLimitError{Endpoint: e.Endpoint, RetryAfter: shortestStop}
	case e.Status == http.StatusUnauthorized && e.Documented:
		return &AuthError{APIError: e}
	case e.Status == http.StatusForbidden && e.Documented:
		return &ForbiddenError{APIError: e, MissingScope: strings.Contains(strings.ToLower(e.Code+" "+e.Message), "scope")}
	default:
		return &e
	}
}

// traceOf returns the trace id. Live answers spell its header with an underscore.
func traceOf(res *http.Response) string {
	for _, name := range []string{"X-Trace_id", "X-Trace-Id"} {
		for key, values := range res.Header {
			if strings.EqualFold(key, name) && traceIDPattern.MatchString(values[0]) {
				return values[0]
			}
		}
	}
	return ""
}
