package web_test

import (
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/preference"
)

// planted are the values that the log must not hold.
type planted map[string]string

func (p planted) add(t *testing.T, name, value string) string {
	t.Helper()
	if len(value) < 6 {
		t.Fatalf("nothing to look for: %s is %q", name, value)
	}
	p[name] = value
	return value
}

// parameter is the decoded value of a parameter of an address.
func parameter(t *testing.T, address, name string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query().Get(name)
}

// TestTheLogHoldsNoSecret walks every flow with known secrets and buyers, good
// and refused, and looks for them in the log.
func TestTheLogHoldsNoSecret(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.runIntake(t)
	p := planted{"word": "canary", "webhook key": cafe24sim.DefaultWebhookKey, "client secret": cafe24sim.DefaultClientSecret}

	w := b.signsIn(t, p)
	b.stock(t, mall)
	b.keepsSecrets(t, p, w)
	token := p.add(t, "token", w.token())
	for _, value := range []string{token, p.add(t, "wrong token", randomToken()), token + "x", "canary"} {
		w.get(whoAmI+"?q=canaryquery", withToken(value)...)
	}
	b.takesWebhooks(p, w)
	b.followsLinks(t, p)

	w.header.Set("User-Agent", "canaryagent")
	w.header.Set("Referer", "https://canaryreferer.example/")
	w.header.Set("X-Forwarded-For", "canaryforwarded")
	nobody := b.browser(t)
	for _, who := range []*browser{w, nobody} {
		for _, a := range b.addresses(t) {
			query := "?q=canaryquery&mall_id=dalbit&code=canarycode&state=canarystate&back=%2Fcanaryback"
			who.do(a.method, a.path+query, `{"email":"canarybody@shop.example"`)
			who.do(a.method, a.path, "email=canarybody%40shop.example&email=canarybody", "Content-Type", "application/x-www-form-urlencoded")
		}
		who.get("/canarypath")
	}
	text := b.log.String()
	for name, value := range p {
		for _, form := range []string{value, url.QueryEscape(value), html.EscapeString(value)} {
			if at := strings.Index(text, form); at >= 0 {
				t.Errorf("the log holds the %s: …%s", name, text[max(0, at-300):min(len(text), at+80)])
				break
			}
		}
	}
	if strings.Count(text, "\n") < 200 {
		t.Errorf("only %d lines were written", strings.Count(text, "\n"))
	}
}

// signsIn goes through launch, consent, a window and a replay.
func (b *bench) signsIn(t *testing.T, p planted) *browser {
	t.Helper()
	launch := b.sim.LaunchURL(string(mall), cafe24sim.Launch{UserID: "owner1", UserName: "canaryname"})
	p.add(t, "signature", parameter(t, launch, "hmac"))
	w := b.browser(t)
	w.get(launch).to("/auth/install")
	w.get(launch)
	b.browser(t).get(strings.Replace(launch, "lang=ko_KR", "lang=en_US", 1)).want(http.StatusForbidden)
	authorize := w.get("/auth/install").Header.Get("Location")
	p.add(t, "state", parameter(t, authorize, "state"))
	p.add(t, "cookie of the consent", w.cookie("__Host-oauth"))
	back := b.agree(t, mall, authorize)
	p.add(t, "code of the consent", parameter(t, back, "code"))
	b.browser(t).get(back).want(http.StatusForbidden) // another browser uses it up
	again := w.get("/auth/install").Header.Get("Location")
	p.add(t, "second state", parameter(t, again, "state"))
	w.get(b.agree(t, mall, again)).to("/stock")
	p.add(t, "session", w.cookie("__Host-session"))
	frame := b.framed(t)
	to := frame.launch(mall).want(http.StatusSeeOther).Header.Get("Location")
	code := p.add(t, "code of a window", parameter(t, to, "window"))
	b.browser(t).get("/auth/window?code=" + code).to("/stock")
	b.browser(t).get("/auth/window?code=" + code).want(http.StatusForbidden)
	tokens, err := b.store.Mall(mall).Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p.add(t, "access token", tokens.Access.Reveal())
	p.add(t, "refresh token", tokens.Refresh.Reveal())
	return w
}

// keepsSecrets saves the settings that hold secrets and addresses.
func (b *bench) keepsSecrets(t *testing.T, p planted, w *browser) {
	t.Helper()
	settings, err := b.store.Mall(mall).Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	settings.Targets = settings.Targets.With(lowstock.ChannelSlack, "https://hooks.slack.com/services/canaryslack").With(lowstock.ChannelWebhook, "https://canaryhook.example/canarypath")
	settings.Recipients = []preference.Recipient{{Email: "canarymail@shop.example", Immediate: true}}
	if err := b.store.Mall(mall).SaveSettings(t.Context(), settings, "owner1", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	if settings, err = b.store.Mall(mall).Settings(t.Context()); err != nil {
		t.Fatal(err)
	}
	p.add(t, "signing secret", settings.Targets.Of(lowstock.ChannelWebhook).Signing.Reveal())
	w.form("/settings/recipients/add", map[string]string{"email": "canarynew@shop.example"})
	w.form("/settings/recipients/add", map[string]string{"email": "canarybad"})
	w.form("/settings/test", map[string]string{"channel": "email", "recipient": "canarymail@shop.example"})
	w.form("/settings/webhook-secret", nil).want(http.StatusOK)
	w.do(http.MethodPut, "/api/v1/settings", `{"recipients":[{"email":"canaryput@shop.example"}],"slack_webhook_url":"https://evil.example/canary"}`)
}

// takesWebhooks sends orders of buyers, with each proof and without.
func (b *bench) takesWebhooks(p planted, w *browser) {
	p["buyer's phone"], p["buyer's name"] = "010-9999-8888", "황보카나리"
	const order = `{"event_no":90023,"resource":{"mall_id":"hanbit","order_id":"20261130-0000001","buyer_name":"황보카나리","buyer_email":"canarybuyer@x.kr","buyer_cellphone":"010-9999-8888","ordering_product_code":"P0000001"}}`
	w.post("/webhooks/cafe24", order, "X-Api-Key", cafe24sim.DefaultWebhookKey).want(http.StatusOK)
	w.post("/webhooks/cafe24", order, "X-Api-Key", "canarykey").want(http.StatusForbidden)
	w.post("/webhooks/cafe24", order, "X-Cafe24-Signature", "canarysignature").want(http.StatusUnauthorized)
	w.post("/webhooks/cafe24", order[:len(order)-2], "X-Api-Key", cafe24sim.DefaultWebhookKey).want(http.StatusBadRequest)
}

// followsLinks opens and presses links of mails: good, used, changed and old.
func (b *bench) followsLinks(t *testing.T, p planted) {
	t.Helper()
	for _, action := range []notify.LinkAction{notify.LinkConfirm, notify.LinkAcknowledge, notify.LinkSnooze, notify.LinkOpen, notify.LinkUnsubscribe} {
		link := b.path(notify.Link{Action: action, Mall: mall, Email: "canarymail@shop.example", IncidentID: 1})
		p.add(t, "link that "+string(action), link[strings.LastIndex(link, "/")+1:])
		for _, path := range []string{link, link + "x"} {
			b.browser(t).get(path)
			b.browser(t).post(path, "")
		}
	}
}
