package web_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/web"
	"cafe24-inventory-alert/views/words"
)

// TestEveryChannelIsSet does for each registered channel what a merchant and a
// program can do with it: set it, see it masked, see a bad value refused as it
// was typed, keep it, test it, see that it is gone, find it on record, in the
// diagnostics and in the API document, and remove it.
func TestEveryChannelIsSet(t *testing.T) {
	t.Parallel()
	for _, k := range notify.Kinds() {
		t.Run(string(k.Channel), func(t *testing.T) {
			t.Parallel()
			gone := outgoing.Outcome{State: lowstock.DeliveryFailed, Error: k.Channel.ErrorKey(lowstock.FaultGone)}
			b := newBench(t, func(c *web.Config) { c.Work = outcomes{c.Work, gone, nil} })
			w := b.shop(t, 1)
			c := channelWalk{kind: k, w: w, base: k.Base}
			if c.base == "" {
				c.base = "https://example.com"
			}
			c.throughTheForm(t, b)
			c.tested(t)
			c.onRecord(t)
			c.throughTheAPI(t, b)
		})
	}
}

type channelWalk struct {
	kind notify.Kind
	w    *browser
	base string
}

// value is the text that is entered for a field. It contains a word that must
// not be shown again.
func (c channelWalk) value(f notify.Field) string {
	if f.Type == "url" {
		return c.base + "/services/T0/B0/verysecret"
	}
	return "0212345678verysecret"
}

func (c channelWalk) form(value func(notify.Field) string) map[string]string {
	form := map[string]string{}
	for _, f := range c.kind.Fields {
		form[f.Key] = value(f)
	}
	return form
}

func (c channelWalk) stored(t *testing.T, b *bench) preference.Target {
	t.Helper()
	settings, err := b.store.Mall(mall).Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return settings.Targets.Of(c.kind.Channel)
}

func (c channelWalk) throughTheForm(t *testing.T, b *bench) {
	t.Helper()
	testing := words.Korean.T(c.kind.Word("test"))
	c.w.get("/settings").lacks(testing)
	for _, f := range c.kind.Fields {
		if f.Type == "url" {
			c.w.form("/settings/channels", map[string]string{f.Key: "http://127.0.0.1/typed"}).
				want(http.StatusUnprocessableEntity).has(`href="#`+f.Key+`"`, `value="http://127.0.0.1/typed"`)
		}
	}
	c.w.form("/settings/channels", c.form(c.value)).to("/settings?done=saved")
	target := c.stored(t, b)
	if !strings.Contains(target.Address.Reveal(), "verysecret") || (target.Signing != "") != c.kind.Channel.ForPrograms() {
		t.Errorf("stored %q", target.Address.Reveal())
	}
	page := c.w.get("/settings").has(testing, `id="`+string(c.kind.Channel)+`-test"`).lacks("verysecret")
	for _, f := range c.kind.Fields {
		page.has(`name="`+f.Key+`"`, words.Korean.T(c.kind.Word(f.Word)), words.Korean.T(c.kind.Word(f.Word+"_hint")))
	}
	c.w.form("/settings/channels", c.form(func(f notify.Field) string { return f.Shown(c.value(f)) })).to("/settings?done=saved")
	c.w.form("/settings/channels", map[string]string{"field_of_a_newer_page": "x"}).to("/settings?done=saved")
	if now := c.stored(t, b); now.Address != target.Address {
		t.Errorf("the mask, or a form without the field, did not keep the address: %q", now.Address.Reveal())
	}
}

func (c channelWalk) tested(t *testing.T) {
	t.Helper()
	form := map[string]string{"channel": string(c.kind.Channel)}
	why := words.Korean.T(c.kind.Channel.ErrorKey(lowstock.FaultGone))
	c.w.form("/settings/test", form).want(http.StatusOK).has("<!doctype", why)
	c.w.do(http.MethodPost, "/settings/test", "channel="+string(c.kind.Channel), "Content-Type", "application/x-www-form-urlencoded", "HX-Request", "true").
		want(http.StatusOK).has(why).lacks("<!doctype")
}

func (c channelWalk) onRecord(t *testing.T) {
	t.Helper()
	name := words.Korean.T(c.kind.Word(c.kind.Fields[0].Word))
	if len(c.kind.Fields) > 1 {
		name = words.Korean.T("channel." + string(c.kind.Channel))
	}
	c.w.get("/settings").has(words.Korean.T("change.set", name))
	var file struct {
		Settings map[string]any `json:"settings"`
	}
	body := c.w.get("/connection/diagnostics").want(http.StatusOK).lacks("verysecret").body
	if err := json.Unmarshal([]byte(body), &file); err != nil || file.Settings[string(c.kind.Channel)] != true {
		t.Errorf("diagnostics of settings: %v, %v", file.Settings, err)
	}
}

func (c channelWalk) throughTheAPI(t *testing.T, b *bench) {
	t.Helper()
	doc, router := b.document(t)
	if channels := doc.Components.Schemas["Delivery"].Value.Properties["channel"].Value.Enum; !slices.Contains(channels, any(string(c.kind.Channel))) {
		t.Errorf("channels in the document: %v", channels)
	}
	shown := c.w.get("/api/v1/settings").want(http.StatusOK).valid(router).lacks("verysecret").object()
	var clear []string
	for _, f := range c.kind.Fields {
		for _, schema := range []string{"Settings", "SettingsChange"} {
			if doc.Components.Schemas[schema].Value.Properties[f.Key] == nil {
				t.Errorf("%s has no %s", schema, f.Key)
			}
		}
		if shown[f.Key] != f.Shown(c.value(f)) {
			t.Errorf("%s is shown as %v", f.Key, shown[f.Key])
		}
		kept := c.stored(t, b).Address
		c.put(t, map[string]any{f.Key: shown[f.Key]}, http.StatusOK)
		if c.stored(t, b).Address != kept {
			t.Errorf("%s: its mask did not keep it", f.Key)
		}
		if f.Mask != notify.MaskNone {
			refused := c.put(t, map[string]any{f.Key: "https://elsewhere.example/" + notify.MaskDots}, http.StatusUnprocessableEntity)
			if fields := problem(t, refused.object(), "INVALID"); fields[f.Key] == nil {
				t.Errorf("another mask is refused as %v", fields)
			}
		}
		refused := c.put(t, map[string]any{f.Key: 5}, http.StatusUnprocessableEntity)
		if fields := problem(t, refused.object(), "INVALID"); fields[f.Key] == nil {
			t.Errorf("a number is refused as %v", fields)
		}
		clear = append(clear, f.Key)
	}
	nothing := map[string]any{}
	for _, key := range clear {
		nothing[key] = nil
	}
	answer := c.put(t, nothing, http.StatusOK).valid(router).object()
	for _, key := range clear {
		if value, given := answer[key]; !given || value != nil {
			t.Errorf("%s removed: %v, %v", key, value, given)
		}
	}
	if left := c.stored(t, b); left.Address != "" {
		t.Errorf("left %q", left.Address.Reveal())
	}
	c.w.form("/settings/test", map[string]string{"channel": string(c.kind.Channel)}).want(http.StatusNotFound)
	c.w.get("/settings").lacks(words.Korean.T(c.kind.Word("test")))
}

func (c channelWalk) put(t *testing.T, body map[string]any, status int) reply {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return c.w.do(http.MethodPut, "/api/v1/settings", string(text)).want(status)
}

// otherFields are the fields of settings that a test of Slack and the webhook
// does not change: the other channels, and the time of the digest.
func otherFields() []string {
	names := []string{"digest_at"}
	for _, k := range notify.Kinds() {
		for _, f := range k.Fields {
			if k.Channel != lowstock.ChannelSlack && k.Channel != lowstock.ChannelWebhook {
				names = append(names, f.Key)
			}
		}
	}
	return names
}
