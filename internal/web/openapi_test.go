package web_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/web"
)

var echoParam = regexp.MustCompile(`:([a-z_]+)`)

// document returns the OpenAPI document as the app serves it.
func (b *bench) document(tb testing.TB) (*openapi3.T, routers.Router) {
	tb.Helper()
	served := b.browser(tb).get("/api/v1/openapi.json").want(http.StatusOK)
	if !json.Valid([]byte(served.body)) { // the loader reads YAML, which allows more
		tb.Fatal("the document is not JSON")
	}
	doc, err := openapi3.NewLoader().LoadFromData([]byte(served.body))
	if err != nil {
		tb.Fatal(err)
	}
	if err := doc.Validate(tb.Context()); err != nil {
		tb.Fatal(err)
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		tb.Fatal(err)
	}
	return doc, router
}

func TestOpenAPIHasEveryRoute(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	doc, _ := b.document(t)
	var served, described []string
	for _, r := range b.routes(t) {
		if path, ok := strings.CutPrefix(r.Path, "/api/v1/"); ok && r.Method != "echo_route_not_found" {
			served = append(served, r.Method+" /"+echoParam.ReplaceAllString(path, "{$1}"))
		}
	}
	for path, item := range doc.Paths.Map() {
		for method := range item.Operations() {
			described = append(described, method+" "+path)
		}
	}
	slices.Sort(served)
	slices.Sort(described)
	if diff := cmp.Diff(served, described); diff != "" {
		t.Errorf("routes and document differ (-served +described):\n%s", diff)
	}
}

// valid fails the test if an answer does not match the document.
func (r reply) valid(router routers.Router) reply {
	r.t.Helper()
	req := r.Request.Clone(r.t.Context())
	req.URL.Scheme, req.URL.Host, req.Body = "", "", http.NoBody
	route, params, err := router.FindRoute(req)
	if err != nil {
		r.t.Fatalf("%s %s is not in the document: %v", req.Method, req.URL.Path, err)
	}
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: req, PathParams: params, Route: route},
		Status:                 r.StatusCode, Header: r.Header, Body: io.NopCloser(bytes.NewReader([]byte(r.body))),
		Options: &openapi3filter.Options{IncludeResponseStatus: true},
	}
	if err := openapi3filter.ValidateResponse(r.t.Context(), input); err != nil {
		r.t.Errorf("%s %s: the answer is not what the document says: %v", req.Method, req.URL.Path, err)
	}
	return r
}

func TestDocsOnlyWithDebug(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.browser(t).get("/docs").want(http.StatusNotFound)
	page := newBench(t, func(c *web.Config) { c.Debug = true }).browser(t).get("/docs").want(http.StatusOK)
	if !strings.Contains(page.body, "/api/v1/incidents/{id}/snooze") || !strings.Contains(page.body, ">alerts</code>") || strings.Count(page.body, "<script") != 1 || !strings.Contains(page.body, "/static/loading") {
		t.Errorf("docs: %.500s", page.body)
	}
}
