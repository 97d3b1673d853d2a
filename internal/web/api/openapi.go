package api

import (
	_ "embed"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views"
)

//go:embed openapi.json
var openAPITemplate []byte

// openAPIDocument returns the description with the registered channels: their names, the fields
// that settings show, and the fields that can be set.
func openAPIDocument() []byte {
	var names, shown, properties, set []string
	for _, k := range notify.Kinds() {
		names = append(names, strconv.Quote(string(k.Channel)))
		for _, f := range k.Fields {
			masked := ""
			if f.Mask != notify.MaskNone {
				masked = `, "description": "masked"`
			}
			shown = append(shown, strconv.Quote(f.Key))
			properties = append(properties, strconv.Quote(f.Key)+`: {"type": "string"`+masked+`, "nullable": true}`)
			set = append(set, strconv.Quote(f.Key)+`: {"type": "string", "nullable": true}`)
		}
		if k.Channel.ForPrograms() {
			shown = append(shown, strconv.Quote(signingField(k)))
			properties = append(properties, strconv.Quote(signingField(k))+`: {"type": "string", "description": "masked", "nullable": true}`)
		}
	}
	list := func(parts []string) string { return strings.Join(parts, ", ") }
	return []byte(strings.NewReplacer(
		`"{channels}"`, list(names), `"{channel_fields}": {}`, list(properties), `"{channel_fields}"`, list(shown), `"{channel_fields_to_set}": {}`, list(set),
	).Replace(string(openAPITemplate)))
}

// openAPI sends the description of the API. It is the same for everybody and needs no session.
func (h *Handler) openAPI(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=300")
	return kit.Send(c, http.StatusOK, echo.MIMEApplicationJSON, openAPIDocument())
}

// Docs shows the API as a page for developers, made from the document itself.
func (h *Handler) Docs(c echo.Context) error {
	type call struct {
		Summary string   `json:"summary"`
		Scopes  []string `json:"x-scopes"`
	}
	var document struct {
		Paths map[string]struct{ Get, Put, Post, Patch, Delete *call } `json:"paths"`
	}
	if err := json.Unmarshal(openAPITemplate, &document); err != nil {
		return err
	}
	var calls []views.APICall
	for _, path := range slices.Sorted(maps.Keys(document.Paths)) {
		of := document.Paths[path]
		for _, c := range []struct {
			method string
			call   *call
		}{{http.MethodGet, of.Get}, {http.MethodPost, of.Post}, {http.MethodPut, of.Put}, {http.MethodPatch, of.Patch}, {http.MethodDelete, of.Delete}} {
			if c.call == nil {
				continue
			}
			calls = append(calls, views.APICall{Method: c.method, Path: kit.RouteAPI + path, Summary: c.call.Summary, Scopes: strings.Join(c.call.Scopes, ", ")})
		}
	}
	return kit.Render(c, http.StatusOK, views.APIDocsPage(views.APIDocs{
		Assets: kit.PublicAssets(), Document: kit.RouteAPI + "/openapi.json", Calls: calls,
	}))
}
