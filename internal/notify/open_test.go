package notify_test

import (
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/selfcheck"
	"cafe24-inventory-alert/views/mail"
)

// opened returns the place of a link. The link must be one of ours for that mall,
// valid for longer than a month, and must open only that place.
func opened(t *testing.T, address string) outgoing.Place {
	t.Helper()
	token, ok := strings.CutPrefix(address, "https://stock.example/open/")
	if !ok {
		t.Fatalf("%q does not lead through the app", address)
	}
	l, err := links().Open(token, noon.AddDate(0, 0, 60))
	if err != nil || l.Action != notify.LinkOpen || l.Mall != "linenhouse" || l.Email != "owner@shop.example" {
		t.Fatalf("%+v, %v", l, err)
	}
	return l.Place
}

// TestMessagesLeadToTheirSubject checks where the links lead: to the alert itself
// or to the page on which something can be done, and from each row to its own
// alert.
func TestMessagesLeadToTheirSubject(t *testing.T) {
	t.Parallel()
	trouble := func(kind selfcheck.Kind) outgoing.Message {
		m := purpose(outgoing.PurposeHealth)
		m.Health = selfcheck.Health{Kind: kind, Subject: "slack", OpenedAt: noon.Add(-time.Hour)}
		return m
	}
	sheet := reorder(1)
	sheet.Reorder.SupplierCode = "S0000001"
	digest := purpose(outgoing.PurposeDigest, catalogue(2)...)
	digest.Morning = 7
	for name, tt := range map[string]struct {
		message outgoing.Message
		place   outgoing.Place
	}{
		"one alert":  {alert(incident(nil)), outgoing.Place{Page: outgoing.PageAlert, Number: 501}},
		"several":    {alert(catalogue(3)...), outgoing.Place{Page: outgoing.PageAlerts}},
		"digest":     {purpose(outgoing.PurposeDigest, catalogue(1)...), outgoing.Place{Page: outgoing.PageAlerts}},
		"morning":    {digest, outgoing.Place{Page: outgoing.PageMorning}},
		"overflow":   {purpose(outgoing.PurposeOverflow, catalogue(2)...), outgoing.Place{Page: outgoing.PageAlerts}},
		"nothing":    {purpose(outgoing.PurposeDigest), outgoing.Place{Page: outgoing.PageStock}},
		"test":       {purpose(outgoing.PurposeTest), outgoing.Place{Page: outgoing.PageSettings}},
		"channel":    {trouble(selfcheck.HealthChannel), outgoing.Place{Page: outgoing.PageSettings}},
		"connection": {trouble(selfcheck.HealthConnection), outgoing.Place{Page: outgoing.PageConnection}},
		"mail":       {trouble(selfcheck.HealthMail), outgoing.Place{Page: outgoing.PageAlerts}},
		"reorder":    {sheet, outgoing.Place{Page: outgoing.PageReorder, Code: "S0000001"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newSender(t, config()).Render(tt.message)
			if said := l.Open.Label == "아침 3분: 할 일 7개"; said != (name == "morning") {
				t.Errorf("the button says %q", l.Open.Label)
			}
			if got := opened(t, l.Open.URL); got != tt.place {
				t.Errorf("leads to %+v, want %+v", got, tt.place)
			}
			var rows []mail.Row
			for _, list := range l.Lists {
				rows = append(rows, list.Rows...)
			}
			if len(rows) != len(tt.message.Items) && tt.message.Reorder == nil {
				t.Fatalf("%d rows of %d items", len(rows), len(tt.message.Items))
			}
			seen := map[int64]bool{}
			for _, r := range rows[:len(tt.message.Items)] {
				place := opened(t, r.URL)
				if place.Page != outgoing.PageAlert || seen[place.Number] {
					t.Errorf("row %s leads to %+v", r.Name, place)
				}
				seen[place.Number] = true
				if text := mail.Text(l); !strings.Contains(text, r.URL) {
					t.Errorf("the text has no link to %s", r.Name)
				}
			}
		})
	}
}

// TestATroubleOfAChannelPromisesNothing checks that a message about a Slack hook
// that was given up after two days does not promise another attempt.
func TestATroubleOfAChannelPromisesNothing(t *testing.T) {
	t.Parallel()
	reasons := map[string]string{"letter.error.unknown": "slack"}
	for _, k := range notify.Kinds() {
		for _, fault := range []lowstock.SendFault{lowstock.FaultAddress, lowstock.FaultGone, lowstock.FaultBusy, lowstock.FaultAway} {
			reasons[k.Channel.ErrorKey(fault)] = string(k.Channel)
		}
	}
	for reason, channel := range reasons {
		m := purpose(outgoing.PurposeHealth)
		m.Health = selfcheck.Health{Kind: selfcheck.HealthChannel, Subject: channel, Reason: reason, OpenedAt: noon}
		for _, m := range []outgoing.Message{m, english(m)} {
			text := mail.Text(newSender(t, config()).Render(m))
			for _, promise := range []string{"다시 보내요", "자동으로", "sent again", "by itself", "두 번"} {
				if strings.Contains(text, promise) {
					t.Errorf("%s promises %q: %s", reason, promise, text)
				}
			}
		}
	}
}
