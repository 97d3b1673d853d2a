package api

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/kit"
)

type settingsAnswer struct {
	Locale           string         `json:"locale"`
	Timezone         string         `json:"timezone"`
	CollectSeconds   int            `json:"collect_seconds"`
	DailyCap         int            `json:"daily_cap"`
	SecondAfterHours int            `json:"second_after_hours"`
	QuietFrom        *string        `json:"quiet_from"`
	QuietTo          *string        `json:"quiet_to"`
	DigestAt         string         `json:"digest_at"`
	Recipients       []recipientRow `json:"recipients"`
	SubsChangeRules  bool           `json:"sub_operators_change_rules"`

	channels map[string]*string // see fieldsOf
}

// MarshalJSON implements [json.Marshaler].
func (a settingsAnswer) MarshalJSON() ([]byte, error) {
	type plain settingsAnswer
	return withMembers(plain(a), a.channels)
}

type recipientRow struct {
	Email          string                  `json:"email"`
	Immediate      bool                    `json:"immediate"`
	Digest         preference.DigestChoice `json:"digest"`
	Second         bool                    `json:"second"`
	Locale         string                  `json:"locale"`
	CategoryNos    []int                   `json:"category_nos"`
	SupplierCodes  []string                `json:"supplier_codes"`
	ConfirmedAt    *string                 `json:"confirmed_at"`
	UnsubscribedAt *string                 `json:"unsubscribed_at"`
	SuspendedAt    *string                 `json:"suspended_at"`
	Confirmation   confirmation            `json:"confirmation"`
}

// confirmation is the state of a recipient's agreement to get alerts.
type confirmation struct {
	State      string  `json:"state"` // waiting, asked or confirmed
	AskedAt    *string `json:"asked_at"`
	AskAfter   *string `json:"ask_after"`
	WaitingFor *string `json:"waiting_for"`
}

func confirmationOf(r preference.Recipient, zone *time.Location) confirmation {
	c := confirmation{State: "asked", AskedAt: stamp(r.ConfirmSentAt, zone)}
	switch {
	case !r.ConfirmedAt.IsZero():
		c.State = "confirmed"
	case r.WaitsToBeAsked():
		c.State, c.AskAfter = "waiting", stamp(r.AskAt, zone)
		if r.AskLimit != preference.AskFree {
			c.WaitingFor = orNull(string(r.AskLimit) + "_limit")
		}
	}
	return c
}

func settingsOf(s preference.Settings, r viewer) settingsAnswer {
	return settingsAnswer{
		Locale: s.Locale, Timezone: s.Timezone, CollectSeconds: s.CollectSeconds, DailyCap: s.DailyCap, SecondAfterHours: s.SecondAfterHours,
		QuietFrom: orNull(s.QuietFrom), QuietTo: orNull(s.QuietTo), DigestAt: s.DigestAt,
		Recipients: mapped(s.Recipients, func(x preference.Recipient) recipientRow {
			return recipientRow{
				Email: r.Masked(x.Email), Immediate: x.Immediate, Digest: x.Digest, Second: x.Second, Locale: x.Locale,
				CategoryNos: mapped(x.Categories, same[int]), SupplierCodes: mapped(x.Suppliers, same[string]),
				ConfirmedAt: stamp(x.ConfirmedAt, r.Zone), UnsubscribedAt: stamp(x.UnsubscribedAt, r.Zone), SuspendedAt: stamp(x.SuspendedAt, r.Zone),
				Confirmation: confirmationOf(x, r.Zone),
			}
		}),
		SubsChangeRules: s.SubsChangeRules, channels: fieldsOf(s, r.Right >= team.RightOwn),
	}
}

func same[T any](v T) T { return v }

func (h *Handler) apiSettings(c echo.Context) error {
	who := kit.SessionOf(c)
	settings, err := h.Store.Mall(who.Mall.ID).Settings(c.Request().Context())
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, settingsOf(settings, h.viewerOf(who)))
}

// apiSaveSettings changes the settings that the body names. All others stay.
func (h *Handler) apiSaveSettings(c echo.Context) error {
	in, err := readInput(c)
	if err != nil {
		return err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	settings, err := h.Store.Mall(who.Mall.ID).Settings(ctx)
	if err != nil {
		return err
	}
	h.readSettings(in, &settings)
	if err := in.err(settings.Check()); err != nil {
		return err
	}
	if err := h.Store.Mall(who.Mall.ID).SaveSettings(ctx, settings, who.By(), h.Now()); err != nil {
		return err
	}
	saved, err := h.Store.Mall(who.Mall.ID).Settings(ctx)
	if err != nil {
		return err
	}
	who.Zone = kit.ZoneOf(saved)
	return answer(c, http.StatusOK, settingsOf(saved, h.viewerOf(who)))
}

func (h *Handler) readSettings(in *input, to *preference.Settings) {
	for name, field := range map[string]*string{
		"locale": &to.Locale, "timezone": &to.Timezone, "digest_at": &to.DigestAt,
		"quiet_from": &to.QuietFrom, "quiet_to": &to.QuietTo,
	} {
		if in.given(name) {
			*field = in.text(name) // null and "" clear the field; Check refuses them if the field must have a value
		}
	}
	for name, field := range map[string]*int{
		"collect_seconds": &to.CollectSeconds, "daily_cap": &to.DailyCap, "second_after_hours": &to.SecondAfterHours,
	} {
		if n := in.integer(name); n != nil {
			*field = kit.Within(*n)
		}
	}
	if subs := in.flag("sub_operators_change_rules"); subs != nil {
		to.SubsChangeRules = *subs
	}
	if in.given("recipients") {
		to.Recipients = readRecipients(in, to.Recipients)
	}
	h.fields(in, to)
}

// readRecipients reads the whole list of recipients. A field that a row does not have keeps its
// stored value. A row cannot change whether a recipient has confirmed, has unsubscribed or was
// suspended.
func readRecipients(in *input, standing []preference.Recipient) []preference.Recipient {
	var rows []map[string]json.RawMessage
	if !in.value("recipients", &rows, "error.list") {
		return nil
	}
	known := map[string]preference.Recipient{}
	for _, r := range standing {
		known[r.Email] = r
	}
	out := make([]preference.Recipient, 0, len(rows))
	for _, row := range rows {
		one := &input{raw: row, fields: map[string]string{}}
		r := preference.Recipient{Email: one.text("email"), Immediate: true, Digest: preference.DigestOff}
		if email, err := preference.NormalEmail(r.Email); err == nil {
			if old, ok := known[email]; ok {
				r = old
			}
		}
		one.recipient(&r)
		for _, key := range one.fields {
			in.fields["recipients"] = key
		}
		out = append(out, r)
	}
	return out
}

func (in *input) recipient(r *preference.Recipient) {
	for name, field := range map[string]*bool{"immediate": &r.Immediate, "second": &r.Second} {
		if b := in.flag(name); b != nil {
			*field = *b
		}
	}
	if digest := in.text("digest"); digest != "" {
		r.Digest = preference.DigestChoice(digest)
	}
	if in.given("locale") {
		r.Locale = in.text("locale") // null and "": the mall's language
	}
	if in.given("category_nos") {
		r.Categories = nil // null and []: everything, if supplier_codes is empty too
		in.value("category_nos", &r.Categories, "error.list")
		for _, no := range r.Categories {
			if !kit.IsCategory(int64(no)) {
				in.fields["category_nos"] = "error.category_no"
			}
		}
	}
	if in.given("supplier_codes") {
		r.Suppliers = nil
		in.value("supplier_codes", &r.Suppliers, "error.list")
		for i, code := range r.Suppliers {
			code = kit.CleanerOf("supplier_codes")(code)
			r.Suppliers[i] = code
			if !kit.CodePattern.MatchString(code) {
				in.fields["supplier_codes"] = "error.code"
			}
		}
	}
}

// apiRotateSecret makes a new signing secret for outgoing webhooks and returns it. The API
// does not return it again.
func (h *Handler) apiRotateSecret(c echo.Context) error {
	secret, err := h.Merchant.RotateSecret(c.Request().Context(), kit.SessionOf(c).Mall.ID, kit.SessionOf(c).By())
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, map[string]string{"webhook_secret": secret.Reveal()})
}
