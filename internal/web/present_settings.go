package web

import (
	"cmp"
	"slices"
	"strconv"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
)

// settingsPage shows what is stored; what was typed and refused is laid over it
// by the handler.
func (r reader) settingsPage(shell views.Shell, s lowstock.Settings, tokens []lowstock.APIToken, storeEmail string) views.SettingsPage {
	p := views.SettingsPage{
		Shell: shell,
		Schedule: views.Schedule{
			Collect: strconv.Itoa(s.CollectSeconds), QuietFrom: s.QuietFrom, QuietTo: s.QuietTo, DigestAt: s.DigestAt,
		},
		Channels: views.Channels{Slack: maskURL(s.SlackWebhookURL), Webhook: maskURL(s.WebhookURL)},
		Language: r.language(s),
		Add:      views.AddRecipient{Full: len(s.Recipients) >= lowstock.MaxRecipients},
	}
	for i, recipient := range s.Recipients {
		p.Recipients = append(p.Recipients, r.recipientRow(recipient, i))
	}
	known := slices.ContainsFunc(s.Recipients, func(x lowstock.Recipient) bool { return x.Email == storeEmail })
	if normal, err := lowstock.NormalEmail(storeEmail); err == nil && !known {
		p.Add.Proposed = normal
	}
	for _, t := range tokens {
		p.Tokens = append(p.Tokens, r.tokenRow(t))
	}
	return p
}

func (r reader) recipientRow(x lowstock.Recipient, index int) views.RecipientRow {
	row := views.RecipientRow{ID: recipientID(index), Email: x.Email, Immediate: x.Immediate, ReadOnly: r.readOnly}
	for _, choice := range []lowstock.DigestChoice{lowstock.DigestOff, lowstock.DigestDaily, lowstock.DigestWeekly} {
		row.Digests = append(row.Digests, views.Choice{
			Value: string(choice), Label: r.T("settings.digest_" + string(choice)), On: cmp.Or(x.Digest, lowstock.DigestOff) == choice,
		})
	}
	if !x.UnsubscribedAt.IsZero() {
		row.Unsubscribed = r.T("settings.unsubscribed", r.date(x.UnsubscribedAt))
	}
	return row
}

func recipientID(index int) string { return "r-" + strconv.Itoa(index+1) }

func (r reader) language(s lowstock.Settings) views.Language {
	l := views.Language{Timezone: s.Timezone, Timezones: []string{
		"Asia/Seoul", "Asia/Tokyo", "Asia/Shanghai", "Asia/Taipei", "Asia/Singapore", "Asia/Ho_Chi_Minh",
		"Europe/London", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "UTC",
	}}
	for _, locale := range []string{"ko", "en"} {
		l.Locales = append(l.Locales, views.Choice{Value: locale, Label: r.T("settings.locale_" + locale), On: s.Locale == locale})
	}
	return l
}

func (r reader) tokenRow(t lowstock.APIToken) views.TokenRow {
	used := r.T("settings.token_unused")
	if !t.LastUsedAt.IsZero() {
		used = r.T("settings.token_used", r.relative(t.LastUsedAt))
	}
	row := views.TokenRow{Name: t.Name, Note: r.T("settings.token_note", r.date(t.CreatedAt), used)}
	if !r.readOnly {
		row.DeleteURL = routeSettings + "/tokens/" + strconv.FormatInt(t.ID, 10) + "/delete"
	}
	return row
}

// testResult says truly what became of a test; unknown stays unknown.
func (r reader) testResult(id string, channel lowstock.Channel, o lowstock.Outcome) views.TestResult {
	t := views.TestResult{ID: id, State: r.deliveryBadge(o.State)}
	switch o.State {
	case lowstock.DeliverySent:
		t.Text = r.T("settings.test_sent_channel")
		if channel == lowstock.ChannelEmail {
			t.Text = r.T("settings.test_sent")
		}
	case lowstock.DeliveryUnknown:
		t.Text = cmp.Or(r.known(o.Error), r.T("delivery.unknown_note"))
	case lowstock.DeliveryRetrying:
		t.Text = cmp.Or(r.known(o.Error), r.T("settings.test_retrying"))
	case lowstock.DeliveryFailed, lowstock.DeliveryPending, lowstock.DeliverySuppressed:
		t.Text = cmp.Or(r.known(o.Error), r.T("settings.test_failed"))
	}
	return t
}
