package web

import (
	_ "embed"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/views"
)

//go:embed openapi.json
var openAPIDocument []byte

// openAPI sends the description of the API. It is the same for everybody and
// needs no session.
func (s *Server) openAPI(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=300")
	return send(c, http.StatusOK, echo.MIMEApplicationJSON, openAPIDocument)
}

// docs lists the API for a developer's eye, from the document itself.
func (s *Server) docs(c echo.Context) error {
	var document struct {
		Paths map[string]map[string]struct {
			Summary string `json:"summary"`
		} `json:"paths"`
	}
	if err := json.Unmarshal(openAPIDocument, &document); err != nil {
		return err
	}
	var calls []views.APICall
	for _, path := range slices.Sorted(maps.Keys(document.Paths)) {
		for _, method := range slices.Sorted(maps.Keys(document.Paths[path])) {
			calls = append(calls, views.APICall{
				Method: strings.ToUpper(method), Path: routeAPI + path, Summary: document.Paths[path][method].Summary,
			})
		}
	}
	return render(c, http.StatusOK, views.APIDocsPage(views.APIDocs{
		CSS: stylesheet(), Document: routeAPI + "/openapi.json", Calls: calls,
	}))
}
