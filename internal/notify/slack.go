package notify

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"cafe24-inventory-alert/internal/lowstock"
)

// CheckSlackURL says whether a merchant's Slack webhook may be used: it must
// lie under Config.SlackAPIURL. Its error is error.slack_url at the field
// slack_webhook_url, or error.unseen where it is something that nobody sees.
func (s *Sender) CheckSlackURL(raw string) error {
	switch {
	case lowstock.HasUnseen(raw):
		return lowstock.InvalidFields(map[string]string{"slack_webhook_url": "error.unseen"})
	case underBase(raw, s.slack):
		return nil
	}
	return lowstock.InvalidFields(map[string]string{"slack_webhook_url": "error.slack_url"})
}

// SlackURLUnder says whether raw is a Slack webhook under base, an address as in
// Config.SlackAPIURL.
func SlackURLUnder(raw, base string) bool {
	u, err := url.Parse(base)
	return err == nil && u.Host != "" && underBase(raw, u)
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

func (s *Sender) sendSlack(ctx context.Context, m lowstock.Message, handOver HandOver) lowstock.Outcome {
	target := m.Target.Reveal()
	if !underBase(target, s.slack) {
		return failed("letter.error.slack_url", errors.New("slack: the address is not under the configured one"))
	}
	body, err := encode(slackPost(s.writer.fitted(m, slackFull)))
	if err != nil {
		return failed("letter.error.compose", err)
	}
	if outcome, ok := handOver.begin(ctx); !ok {
		return outcome
	}
	a, err := post(ctx, s.posts, s.cfg.Now, target, body, http.Header{})
	outcome := slackOutcome(a, err)
	outcome.Answer = a.said()
	return outcome
}

func slackOutcome(a answer, err error) lowstock.Outcome {
	switch {
	case err != nil && a.handedOver:
		return unknown(err)
	case err != nil:
		return retrying("letter.error.slack_away", err)
	case a.status/100 == 2:
		return sent("")
	}
	switch a.status {
	case http.StatusForbidden, http.StatusNotFound, http.StatusGone:
		return failed("letter.error.slack_gone", refused(a))
	case http.StatusTooManyRequests:
		return retrying("letter.error.slack_busy", refused(a))
	}
	return retrying("letter.error.slack_away", refused(a))
}
