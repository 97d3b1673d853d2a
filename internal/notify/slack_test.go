package notify_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/redact"
)

// slackPost is the part of a post that Slack reads.
type slackPost struct {
	Text   string
	Blocks []struct {
		Type     string
		Text     struct{ Type, Text string }
		Elements []struct {
			Type     string
			Text     json.RawMessage
			ActionID string `json:"action_id"`
			URL      string
			Style    string
		}
	}
}

func postToSlack(t *testing.T, m outgoing.Message) (slackPost, []byte) {
	t.Helper()
	h := newHook(t)
	m.Channel, m.Recipient, m.Target = lowstock.ChannelSlack, "slack", redact.Secret(h.URL+"/services/T/B/x")
	send(t, h.sender(t, nil), m)
	got := h.last(t)
	if got.path != "/services/T/B/x" || !strings.HasPrefix(got.header.Get("Content-Type"), "application/json") {
		t.Errorf("posted to %s as %s", got.path, got.header.Get("Content-Type"))
	}
	var post slackPost
	if err := json.Unmarshal(got.body, &post); err != nil {
		t.Fatal(err)
	}
	return post, got.body
}

func TestSlackPost(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]outgoing.Message{
		"slack": alert(catalogue(32)...), "slack_one": alert(selling(3)[2]), "slack_test": purpose(outgoing.PurposeTest),
		"slack_health": healthMails()["health_mail_failing"], "slack_clear": healthMails()["clear_mail_failing"],
		"slack_goods_late": lateMails()["goods_late_many"], "slack_news_short": purchaseMails()["purchase_news_short"], "slack_news_refused": purchaseMails()["purchase_news_refused"],
		"slack_selling": alert(stillSelling()...), "slack_digest": purpose(outgoing.PurposeDigest, selling(6)...),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, body := postToSlack(t, m)
			golden(t, name+".json", indent(t, body))
		})
	}
}

// Slack refuses the whole message if one text is too long.
func TestSlackPostFits(t *testing.T) {
	t.Parallel()
	messages := mails()
	for name, evil := range hostile() {
		items := selling(45)
		for i := range items {
			items[i].ProductName, items[i].Options = evil, []lowstock.Option{{Name: evil, Value: evil}}
		}
		one := alert(items[:1]...)
		one.ShopName = strings.Repeat("<&>", 2000)
		messages["hostile news "+name], messages["hostile late "+name] = evilNews(evil), evilLate(evil)
		messages["hostile "+name], messages["hostile one "+name] = alert(items...), one
	}
	all := map[string]outgoing.Message{}
	for name, m := range messages {
		m.Channel = lowstock.ChannelSlack
		for n, part := range divided(t, newSender(t, config()), m) {
			all[fmt.Sprint(name, " ", n)] = part
		}
	}
	for name, m := range all {
		post, body := postToSlack(t, m)
		if n := utf8.RuneCount(body); n > 13_000 {
			t.Errorf("%s: %d characters", name, n)
		}
		if len(post.Blocks) == 0 || len(post.Blocks) > 50 || post.Text == "" {
			t.Errorf("%s: %d blocks, Slack takes 50", name, len(post.Blocks))
		}
		for _, b := range post.Blocks {
			limit := map[string]int{"header": 150, "section": 3000}[b.Type]
			if n := len([]rune(b.Text.Text)); n > limit || n == 0 && limit > 0 {
				t.Errorf("%s: a %s of %d characters", name, b.Type, n)
			}
			seen := map[string]bool{}
			for _, e := range b.Elements {
				if e.Type != "button" {
					continue
				}
				var label struct{ Type, Text string }
				if err := json.Unmarshal(e.Text, &label); err != nil || label.Type != "plain_text" || len([]rune(label.Text)) > 75 || len(e.URL) > 3000 {
					t.Errorf("%s: button %s to %s: %v", name, e.Text, e.URL, err)
				}
				if e.ActionID == "" || seen[e.ActionID] || !strings.HasPrefix(e.URL, "https://stock.example/") {
					t.Errorf("%s: button %+v", name, e)
				}
				seen[e.ActionID] = true
			}
		}
		if bad := regexp.MustCompile(`&(?:[^agl]|a[^m]|[gl][^t])`).Find(body); bad != nil && !strings.Contains(name, "braces") {
			t.Errorf("%s: a cut or missing escape: %s", name, bad)
		}
	}
}

// The buttons of a Slack message open the same pages as those of a mail.
func TestSlackButtons(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]outgoing.Message{"one": alert(incident(nil)), "several": alert(catalogue(3)...)} {
		post, _ := postToSlack(t, m)
		var actions []notify.LinkAction
		for _, b := range post.Blocks {
			for _, e := range b.Elements {
				_, token, ok := strings.Cut(e.URL, "/act/")
				if !ok {
					continue
				}
				l, err := links().Open(token, noon)
				if err != nil || l.Email != "slack" || (l.MessageID == m.ID) == (l.IncidentID != 0) || (name == "one") != (l.IncidentID == 501) {
					t.Errorf("%s: %+v, %v", name, l, err)
				}
				actions = append(actions, l.Action)
			}
		}
		if len(actions) != 2 || actions[0] != notify.LinkAcknowledge || actions[1] != notify.LinkSnooze {
			t.Errorf("%s: actions %v", name, actions)
		}
	}
}
