package entry

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
	"cafe24-inventory-alert/views/words"
)

// Links in letters work without a session. A GET changes nothing, since mail
// scanners open every address they see; the page's one button does.

// wayBackLife is how long the page of an unsubscription offers to take it back.
const wayBackLife = time.Hour

// messageLink is an opened link with what its page has to say.
type messageLink struct {
	notify.Link

	token    string
	viewer   viewer
	shop     string
	back     string              // where who has unsubscribed can come back; "" for an address that the mall does not have
	left     bool                // has unsubscribed already
	removed  bool                // is not told anything by the mall any more
	changed  map[int64]bool      // alerts that pressing the button changed
	standing []lowstock.Incident // what a link that acts on alerts is about and still stands
}

// linkPage asks before it acts.
func (h *Handler) linkPage(room ...notify.LinkAction) echo.HandlerFunc {
	return func(c echo.Context) error {
		link, err := h.openLink(c, room)
		if expired(err) {
			return h.linkMessage(c, http.StatusGone, h.LocaleOf(c), "expired", "low", "clock")
		}
		if err != nil {
			return err
		}
		if link.idle() {
			return h.idleLink(c, link)
		}
		if link.acts() && len(link.standing) == 0 {
			return h.linkMessage(c, http.StatusOK, link.viewer.Locale, "resolved", "ok", "ok")
		}
		return kit.Render(c, http.StatusOK, views.MessagePage(h.Message(c, link.question(c.Request().URL.Path))))
	}
}

// followLink does what the letter offered.
func (h *Handler) followLink(room ...notify.LinkAction) echo.HandlerFunc {
	return func(c echo.Context) error {
		link, err := h.openLink(c, room)
		if expired(err) {
			return h.linkMessage(c, http.StatusGone, h.LocaleOf(c), "expired", "low", "clock")
		}
		if err != nil {
			return err
		}
		if link.idle() {
			return h.idleLink(c, link)
		}
		acted, err := h.act(c.Request().Context(), &link)
		switch code := lowstock.ErrorCode(err); {
		case code == lowstock.CodeConflict && link.acts():
			return h.linkMessage(c, http.StatusConflict, link.viewer.Locale, "used", "low", "check")
		case code == lowstock.CodeNotFound && (link.Action == notify.LinkConfirm || link.Action == notify.LinkReturn):
			return h.linkMessage(c, http.StatusNotFound, link.viewer.Locale, "confirm_gone", "low", "mail")
		case err != nil:
			return err
		case acted == 0:
			return h.linkMessage(c, http.StatusOK, link.viewer.Locale, "resolved", "ok", "ok")
		case link.acts() && len(link.changed) == 0:
			return h.linkMessage(c, http.StatusOK, link.viewer.Locale, "held", "ok", "check")
		}
		return kit.Render(c, http.StatusOK, views.MessagePage(h.Message(c, link.answer())))
	}
}

// openLink checks the token and reads what its page speaks of, in the language
// that letters of its mall are written in.
func (h *Handler) openLink(c echo.Context, room []notify.LinkAction) (messageLink, error) {
	ctx := c.Request().Context()
	opened, err := h.Links.Open(c.Param("token"), h.Now())
	link := messageLink{Link: opened, token: c.Param("token")}
	if link.Mall != "" { // proven, even where the link has expired
		c.Set(kit.ContextMall, link.Mall)
	}
	if err != nil {
		return link, err
	}
	if !slices.Contains(room, link.Action) {
		return link, lowstock.Fail(lowstock.CodeNotFound, "error.link_broken", nil)
	}
	link, err = h.describe(c, opened)
	if err != nil {
		return link, err
	}
	if link.acts() {
		link.standing, err = h.linkItems(ctx, link.Link)
	}
	return link, err
}

// describe reads whom a proven link is of, and in which language they are told.
func (h *Handler) describe(c echo.Context, opened notify.Link) (messageLink, error) {
	ctx := c.Request().Context()
	link := messageLink{Link: opened, token: c.Param("token")}
	settings, err := h.Store.Mall(link.Mall).Settings(ctx)
	if err != nil {
		return link, err
	}
	mall, err := h.Store.Mall(link.Mall).Info(ctx)
	if err != nil {
		return link, err
	}
	link.shop = string(mall.ID)
	if mall.ShopName != "" {
		link.shop = mall.ShopName
	}
	link.left, link.removed = listens(settings, link.Email)
	if !link.removed && (link.Action == notify.LinkUnsubscribe || link.left && link.Action == notify.LinkConfirm) {
		link.back = h.wayBack(link.Link)
	}
	link.viewer = viewer{present.Viewer{Locale: words.Of(messageLocale(settings, link.Email)), Zone: kit.ZoneOf(settings), Now: h.Now()}}
	return link, nil
}

// wayBack is the page on which the reader of a letter that unsubscribes can
// subscribe again: only they have such a letter.
func (h *Handler) wayBack(link notify.Link) string {
	link.Action, link.ExpiresAt = notify.LinkReturn, h.Now().Add(wayBackLife)
	return strings.Replace(paths.Confirm, ":token", h.Links.Sign(link), 1)
}

// listens says whether somebody a message was sent to has unsubscribed since, or
// was removed by the mall: an address, or the name of a channel.
func listens(settings preference.Settings, recipient string) (left, removed bool) {
	if !strings.Contains(recipient, "@") {
		return false, settings.Targets.Of(lowstock.Channel(recipient)).Address == ""
	}
	at := kit.RecipientAt(settings.Recipients, recipient)
	return at >= 0 && !settings.Recipients[at].UnsubscribedAt.IsZero(), at < 0
}

// idle says whether the link does nothing, because it is of somebody who is not
// told anything any more. Who has unsubscribed can still come back, and
// unsubscribe once more.
func (l messageLink) idle() bool {
	switch l.Action {
	case notify.LinkUnsubscribe, notify.LinkReturn:
		return l.removed
	case notify.LinkConfirm, notify.LinkAcknowledge, notify.LinkSnooze, notify.LinkOpen:
	}
	return l.removed || l.left
}

// idleLink says why a link does nothing. A mail provider that unsubscribes an
// address which is not there any more has got what it wanted.
func (h *Handler) idleLink(c echo.Context, l messageLink) error {
	status, what := http.StatusGone, "left"
	if l.removed {
		what = "removed"
	}
	switch confirms := l.Action == notify.LinkConfirm || l.Action == notify.LinkReturn; {
	case l.Action == notify.LinkUnsubscribe:
		status = http.StatusOK
	case l.removed && confirms:
		status, what = http.StatusNotFound, "confirm_gone"
	}
	m := views.Message{
		Lang: string(l.viewer.Locale), Title: l.viewer.T("link." + what + "_title"), Tone: "low", Icon: "mail",
		Paragraphs: []string{l.viewer.T("link."+what, l.who(), l.shop)},
	}
	if l.back != "" {
		m.Buttons = []views.MessageButton{{Label: l.viewer.T("link.come_back"), URL: l.back, Quiet: true}}
	}
	return kit.Render(c, status, views.MessagePage(h.Message(c, m)))
}

// who is the address, or what the channel is called.
func (l messageLink) who() string {
	if key := "channel." + l.Email; words.Has(key) {
		return l.viewer.T(key)
	}
	return l.Email
}

// messageLocale is the language in which letters to an address are written.
func messageLocale(settings preference.Settings, email string) string {
	if at := kit.RecipientAt(settings.Recipients, email); at >= 0 && settings.Recipients[at].Locale != "" {
		return settings.Recipients[at].Locale
	}
	return settings.Locale
}

// acts says whether the link does something with alerts.
func (l messageLink) acts() bool {
	return l.Action == notify.LinkAcknowledge || l.Action == notify.LinkSnooze
}

// linkItems are the alerts that a link is about and that still stand.
func (h *Handler) linkItems(ctx context.Context, link notify.Link) ([]lowstock.Incident, error) {
	if link.MessageID == 0 {
		one, err := h.Store.Mall(link.Mall).Incident(ctx, link.IncidentID)
		if err != nil || one.State == lowstock.IncidentResolved {
			return nil, err
		}
		return []lowstock.Incident{one}, nil
	}
	q := listing.Params{State: lowstock.IncidentStanding, MessageID: link.MessageID, Limit: kit.MaxLimit}
	var all []lowstock.Incident
	for {
		list, next, err := h.Store.Mall(link.Mall).Incidents(ctx, q)
		if all = append(all, list...); err != nil || next == "" {
			return all, err
		}
		q.Cursor = next
	}
}

// act does what the link says, and returns how many alerts that concerned; the
// link knows afterwards which it changed.
func (h *Handler) act(ctx context.Context, link *messageLink) (acted int, err error) {
	now := h.Now()
	switch link.Action {
	case notify.LinkUnsubscribe:
		return 1, h.Store.Mall(link.Mall).Unsubscribe(ctx, link.Email, now)
	case notify.LinkConfirm, notify.LinkReturn:
		return 1, h.Store.Mall(link.Mall).ConfirmRecipient(ctx, link.Email, now)
	case notify.LinkOpen: // has routes of its own
	case notify.LinkAcknowledge, notify.LinkSnooze:
	}
	used := outgoing.UsedLink{
		Hash: h.Links.Hash(link.token), ExpiresAt: link.ExpiresAt, MessageID: link.MessageID, IncidentID: link.IncidentID, By: link.Email,
	}
	link.changed = map[int64]bool{}
	return h.Store.Mall(link.Mall).UseLink(ctx, used, func(i lowstock.Incident) (lowstock.Transition, error) {
		t, err := link.step(i, now)
		if t.Event != "" {
			link.changed[i.ID] = true
		}
		return t, err
	}, now)
}

// step is what the link's button means for one alert. What somebody has put off
// for longer, or for goods on their way, is left at that.
func (l *messageLink) step(i lowstock.Incident, now time.Time) (lowstock.Transition, error) {
	until := now.Add(notify.SnoozeFor)
	waits := i.UntilRestock || i.Order != lowstock.Order{} || i.SnoozedUntil.After(until)
	switch {
	case i.State == lowstock.IncidentSnoozed && (l.Action == notify.LinkAcknowledge || waits):
		return lowstock.Transition{Incident: i}, nil
	case l.Action == notify.LinkSnooze:
		return i.Snooze(lowstock.Hold{Until: until}, l.Email, now)
	}
	return i.Acknowledge(l.Email, now)
}

// question is the page that asks: what would be done, and of what.
func (l messageLink) question(path string) views.Message {
	if l.left {
		return l.answer()
	}
	key := l.words()
	m := views.Message{
		Lang: string(l.viewer.Locale), Title: l.viewer.T(key + ".title"), Paragraphs: []string{l.viewer.T(key+".what", l.Email, l.shop)},
		Buttons: []views.MessageButton{{Label: l.viewer.T(key + ".button"), URL: path, Post: true}},
	}
	if l.acts() {
		m.Icon, m.Facts = "bell", l.facts()
	}
	return m
}

// words are the keys of what the link asks and says: who comes back agrees anew.
func (l messageLink) words() string {
	if l.Action == notify.LinkReturn {
		return "link." + string(notify.LinkConfirm)
	}
	return "link." + string(l.Action)
}

// answer is the page that says what was done.
func (l messageLink) answer() views.Message {
	key := l.words()
	m := views.Message{
		Lang: string(l.viewer.Locale), Title: l.viewer.T(key + ".done_title"), Tone: "ok", Icon: "check",
		Paragraphs: []string{l.viewer.T(key+".done", l.Email)},
	}
	if l.back != "" {
		m.Buttons = []views.MessageButton{{Label: l.viewer.T("link.come_back"), URL: l.back, Quiet: true}}
	}
	if l.Action == notify.LinkSnooze {
		m.Paragraphs = []string{l.viewer.T(key+".done", l.viewer.Day(l.viewer.Now.Add(notify.SnoozeFor)))}
	}
	if l.acts() {
		m.Facts = l.facts()
	}
	return m
}

// facts name the items that the link is about.
func (l messageLink) facts() []string {
	if len(l.standing) == 0 {
		return nil
	}
	first := l.standing[0]
	name := first.ProductName
	if options := present.OptionsText(first.Options); options != "" {
		name += " (" + options + ")"
	}
	if n := len(l.standing) - 1; n > 0 {
		return []string{l.viewer.T("link.of_many", name, n), l.shop}
	}
	facts := []string{name, l.viewer.T("link.level", first.Quantity, l.shop)}
	if first.StillSelling() {
		facts = append(facts, l.viewer.Selling(first.Quantity))
	}
	return facts
}

// linkMessage is a page that only says how things stand.
func (h *Handler) linkMessage(c echo.Context, status int, locale words.Locale, what, tone, icon string) error {
	return kit.Render(c, status, views.MessagePage(h.Message(c, views.Message{
		Lang: string(locale), Title: locale.T("link." + what + "_title"), Paragraphs: []string{locale.T("link." + what)}, Tone: tone, Icon: icon,
	})))
}

func expired(err error) bool {
	own, ok := errors.AsType[*lowstock.Error](err)
	return ok && own.Key == "error.link_expired"
}
