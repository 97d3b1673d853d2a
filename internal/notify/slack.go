package notify

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views/mail"
)

// CheckSlackURL says whether a merchant's Slack webhook may be used: it must
// lie under Config.SlackAPIURL. Its error is error.slack_url at the field
// slack_webhook_url.
func (s *Sender) CheckSlackURL(raw string) error {
	if underBase(raw, s.slack) {
		return nil
	}
	return lowstock.InvalidFields(map[string]string{"slack_webhook_url": "error.slack_url"})
}

// underBase compares scheme, host and port to the letter; nothing that a
// parser might read in two ways is let through.
func underBase(raw string, base *url.URL) bool {
	if len(raw) > maxURL || strings.ContainsAny(raw, "\\%@?# \t\r\n") || strings.Contains(raw, "/..") {
		return false
	}
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != base.Scheme || u.Host != base.Host || u.User != nil {
		return false
	}
	rest, ok := strings.CutPrefix(u.Path, strings.TrimRight(base.Path, "/")+"/")
	return ok && rest != ""
}

func (s *Sender) sendSlack(ctx context.Context, m lowstock.Message) lowstock.Outcome {
	target := m.Target.Reveal()
	if !underBase(target, s.slack) {
		return failed("letter.error.slack_url", errors.New("slack: the address is not under the configured one"))
	}
	a, err := s.post(ctx, s.posts, target, slackPost(s.letter(m)), http.Header{})
	switch {
	case err != nil && a.handedOver:
		return unknown(err)
	case err != nil:
		return retrying("letter.error.slack_away", err)
	case a.status/100 == 2:
		return sent()
	}
	switch a.status {
	case http.StatusForbidden, http.StatusNotFound, http.StatusGone:
		return failed("letter.error.slack_gone", refused(a))
	case http.StatusTooManyRequests:
		return retrying("letter.error.slack_busy", refused(a))
	}
	return retrying("letter.error.slack_away", refused(a))
}

// The parts of a Slack message that are used here.
type (
	slackMessage struct {
		Text   string       `json:"text"`
		Blocks []slackBlock `json:"blocks"`
	}
	slackBlock struct {
		Type     string      `json:"type"`
		Text     *slackText  `json:"text,omitempty"`
		Elements []slackText `json:"elements,omitempty"`
	}
	slackText struct {
		Type string `json:"type"`
		Text string `json:"text"`
		// Verbatim keeps Slack from finding links and names in what a product is
		// called.
		Verbatim bool `json:"verbatim,omitempty"`
	}
)

// slackPost is the letter as a Slack message: the subject as the line that
// notifications show, one block an item.
func slackPost(l mail.Letter) slackMessage {
	post := slackMessage{Text: escape(l.Subject)}
	post.Blocks = append(post.Blocks, section("*"+escape(l.Title)+"*\n"+escape(l.ShopName)))
	for _, r := range l.Rows {
		lines := []string{"*" + escape(r.Badge) + "*  " + escape(r.Name)}
		for _, line := range []string{r.Options, r.Facts, joined(r.Why, r.When)} {
			if line != "" {
				lines = append(lines, escape(line))
			}
		}
		post.Blocks = append(post.Blocks, section(strings.Join(lines, "\n")))
	}
	if l.More != "" {
		post.Blocks = append(post.Blocks, section(escape(l.More)))
	}
	if len(l.Rows) == 0 && l.Lead != "" {
		post.Blocks = append(post.Blocks, section(escape(l.Lead)))
	}
	if l.Open.URL != "" {
		link := slackText{Type: "mrkdwn", Text: "<" + escape(l.Open.URL) + "|" + escape(l.Open.Label) + ">"}
		post.Blocks = append(post.Blocks, slackBlock{Type: "context", Elements: []slackText{link}})
	}
	return post
}

func section(text string) slackBlock {
	return slackBlock{Type: "section", Text: &slackText{Type: "mrkdwn", Text: text, Verbatim: true}}
}

func joined(parts ...string) string {
	var filled []string
	for _, p := range parts {
		if p != "" {
			filled = append(filled, p)
		}
	}
	return strings.Join(filled, " ")
}

// escape is all of Slack's escaping; after it no text can open a link or call
// a channel.
func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}
