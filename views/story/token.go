package story

import (
	"strconv"

	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

// tokenRows has a token that works, one of an earlier version, one that ends
// soon, and one that has ended and is about to be revoked.
func tokenRows(l words.Locale) []views.TokenRow {
	scopes := l.T("token.scope_read") + " · " + l.T("token.scope_alerts") + " · "
	made := l.T("settings.token_made", "11월 2일 (월)", "김사장") + " · "
	list := []views.TokenRow{
		{Name: "재고 연동", Scopes: scopes + l.T("settings.token_until", "2027년 11월 2일 (화)"), Note: made + l.T("settings.token_used", l.T("time.minutes", 3))},
		{
			Name: "ERP", Scopes: l.T("token.scope_all"), Note: made + l.T("settings.token_unused"),
			State: &views.Badge{Tone: "low", Icon: "warn", Text: l.T("settings.token_old")}, Warning: l.T("settings.token_old_text"),
		},
		{
			Name: "창고 화면", Scopes: scopes + l.T("settings.token_until", "12월 2일 (수)"), Note: made + l.T("settings.token_unused"),
			State: &views.Badge{Tone: "low", Icon: "clock", Text: l.T("settings.token_soon")}, Warning: l.T("settings.token_soon_text", "12월 2일 (수) 오전 9:12"),
		},
		{
			Name: "지난 행사 연동", Scopes: scopes + l.T("settings.token_until", "11월 20일 (금)"), Note: made + l.T("settings.token_unused"),
			State: &views.Badge{Tone: "out", Icon: "warn", Text: l.T("settings.token_ended")}, Warning: l.T("settings.token_ended_text"),
		},
	}
	for i := range list {
		id := strconv.Itoa(i + 1)
		list[i].ID, list[i].DeleteURL = "token-"+id, "/settings/tokens/"+id+"/delete"
	}
	return list
}

func tokenForm(l words.Locale) views.TokenForm {
	form := views.TokenForm{Days: []views.Choice{
		{Value: "30", Label: l.T("settings.token_days", 30)},
		{Value: "90", Label: l.T("settings.token_days", 90)},
		{Value: "365", Label: l.T("settings.token_year"), On: true},
		{Value: "0", Label: l.T("settings.token_forever")},
	}}
	for _, scope := range []string{"read", "alerts", "rules", "settings"} {
		form.Scopes = append(form.Scopes, views.TokenScope{
			Choice: views.Choice{Value: scope, Label: l.T("token.scope_" + scope), On: scope == "read"}, Hint: l.T("token.hint_" + scope),
		})
	}
	return form
}
