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

// Links in mails work without a session. A GET changes nothing, since mail
// scanners open every address they see. Only the page's one button changes
// something.

// wayBackLife is how long the page of an unsubscription offers to subscribe
// again.
const wayBackLife = time.Hour

// messageLink is an opened link with the data that its page shows.
type messageLink struct {
	notify.Link

	token    string
	viewer   viewer
	shop     string
	back     string              // address to subscribe again after unsubscribing; "" for an address that the mall does not have
	left     bool                // the recipient has already unsubscribed
	removed  bool                // the mall has removed the recipient
	changed  map[int64]bool      // alerts that pressing the button changed
	standing []lowstock.Incident // the open alerts that an acting link is about
}

// linkPage shows the question before the link acts.
func (h *Handler) linkPage(room ...notify.LinkAction) echo.HandlerFunc {
	return func(c echo.Context) error {
		link, err := h.openLink(c, room)
		if expired(err) {
			return h.expiredLink(c, err, "expired")
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

// followLink does what the message offered.
func (h *Handler) followLink(room ...notify.LinkAction) echo.HandlerFunc {
	return func(c echo.Context) error {
		link, err := h.openLink(c, room)
		if expired(err) {
			return h.expiredLink(c, err, "expired")
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
		h.Audit(c, kit.EventLinkUsed, kit.KeyAction, link.Action, kit.KeyCount, acted)
		return kit.Render(c, http.StatusOK, views.MessagePage(h.Message(c, link.answer())))
	}
}

// openLink checks the token and reads what its page shows, in the language that
// messages to the recipient are written in.
func (h *Handler) openLink(c echo.Context, room []notify.LinkAction) (messageLink, error) {
	ctx := c.Request().Context()
	opened, err := h.Links.Open(c.Param("token"), h.Now())
	link := messageLink{Link: opened, token: c.Param("token")}
	if link.Mall != "" { // the mall is proven, even when the link has expired
		c.Set(kit.ContextMall, link.Mall)
	}
	if err != nil {
		return link, err
	}
	if !slices.Contains(room, link.Action) {
		return link, lowstock.Fail(lowstock.CodeNotFound, "error.link_broken", nil)
	}
	if err := h.takeLink(c); err != nil {
		return link, err
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

// takeLink counts a proven link by itself. A link without a proof is refused
// without the database, so it needs no limit.
func (h *Handler) takeLink(c echo.Context) error {
	return h.TakeProven(c, "one_link", kit.SecretKey(c.Param("token")))
}

// describe reads who a proven link belongs to, and the language of their
// messages.
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
	if link.ofSupplier() {
		link.removed = false
		if link.left, err = h.Store.Mall(link.Mall).SupplierStopped(ctx, link.Email); err != nil {
			return link, err
		}
	}
	if link.Action == notify.LinkRefuse || !link.removed && (link.Action == notify.LinkUnsubscribe || link.left && link.Action == notify.LinkConfirm) {
		link.back = h.wayBack(link)
	}
	link.viewer = viewer{present.Viewer{Locale: words.Of(messageLocale(settings, link.Email)), Zone: kit.ZoneOf(settings), Now: h.Now()}}
	return link, nil
}

// wayBack returns the page where a person who unsubscribed can subscribe again.
// Only the recipient of a message has a link that unsubscribes.
func (h *Handler) wayBack(link messageLink) string {
	path := paths.Confirm
	if link.ofSupplier() {
		path = paths.Unsubscribe
		link.Action = notify.LinkAccept
	} else {
		link.Action = notify.LinkReturn
	}
	link.ExpiresAt = h.Now().Add(wayBackLife)
	return strings.Replace(path, ":token", h.Links.Sign(link.Link), 1)
}

// listens says whether a recipient has unsubscribed since a message was sent,
// or was removed by the mall. A recipient is an address, or the name of a
// channel.
func listens(settings preference.Settings, recipient string) (left, removed bool) {
	if !strings.Contains(recipient, "@") {
		return false, settings.Targets.Of(lowstock.Channel(recipient)).Address == ""
	}
	at := kit.RecipientAt(settings.Recipients, recipient)
	return at >= 0 && !settings.Recipients[at].UnsubscribedAt.IsZero(), at < 0
}

// idle says whether the link does nothing, because its recipient gets no more
// messages. A recipient who has unsubscribed can still subscribe again, and
// unsubscribe once more.
func (l messageLink) idle() bool {
	switch l.Action {
	case notify.LinkUnsubscribe, notify.LinkReturn:
		return l.removed
	case notify.LinkRefuse, notify.LinkAccept:
		return false
	case notify.LinkConfirm, notify.LinkAcknowledge, notify.LinkSnooze, notify.LinkOpen:
	}
	return l.removed || l.left
}

// idleLink says why a link does nothing. When a mail provider unsubscribes an
// address that was already removed, the answer is a success.
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

// who is the address, or the name of the channel.
func (l messageLink) who() string {
	if key := "channel." + l.Email; words.Has(key) {
		return l.viewer.T(key)
	}
	return l.Email
}

// messageLocale is the language of the mails to an address.
func messageLocale(settings preference.Settings, email string) string {
	if at := kit.RecipientAt(settings.Recipients, email); at >= 0 && settings.Recipients[at].Locale != "" {
		return settings.Recipients[at].Locale
	}
	return settings.Locale
}

// acts says whether the link changes alerts.
func (l messageLink) acts() bool {
	return l.Action == notify.LinkAcknowledge || l.Action == notify.LinkSnooze
}

// ofSupplier says whether the link is about purchase orders to an address of a
// supplier, which is no recipient of the mall.
func (l messageLink) ofSupplier() bool {
	return l.Action == notify.LinkRefuse || l.Action == notify.LinkAccept
}

// linkItems returns the alerts of a link that are still open.
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

// act does what the link says, and returns how many alerts it concerned. It
// notes in the link which alerts it changed.
func (h *Handler) act(ctx context.Context, link *messageLink) (acted int, err error) {
	now := h.Now()
	switch link.Action {
	case notify.LinkUnsubscribe:
		return 1, h.Store.Mall(link.Mall).Unsubscribe(ctx, link.Email, now)
	case notify.LinkConfirm, notify.LinkReturn:
		return 1, h.Store.Mall(link.Mall).ConfirmRecipient(ctx, link.Email, now)
	case notify.LinkRefuse:
		return 1, h.Store.Mall(link.Mall).StopSupplier(ctx, link.Email, now)
	case notify.LinkAccept:
		return 1, h.Store.Mall(link.Mall).AllowSupplier(ctx, link.Email)
	case notify.LinkOpen: // has its own routes
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

// step returns the effect of the link's button on one alert. An alert that was
// snoozed for longer, until a restock or for an order stays as it is.
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

// question is the page that asks: what would be done, and to which alerts.
func (l messageLink) question(path string) views.Message {
	if l.left && l.Action != notify.LinkAccept {
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

// words returns the message key of the link's page. Subscribing again uses the
// texts of a new consent.
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

// facts names the items that the link is about.
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

// expiredLink is the page of a link that is too old.
func (h *Handler) expiredLink(c echo.Context, err error, what string) error {
	h.NoteError(c, kit.ProblemOf(err), err)
	return h.linkMessage(c, http.StatusGone, h.LocaleOf(c), what, "low", "clock")
}

// linkMessage sends a page that only reports a state.
func (h *Handler) linkMessage(c echo.Context, status int, locale words.Locale, what, tone, icon string) error {
	return kit.Render(c, status, views.MessagePage(h.Message(c, views.Message{
		Lang: string(locale), Title: locale.T("link." + what + "_title"), Paragraphs: []string{locale.T("link." + what)}, Tone: tone, Icon: icon,
	})))
}

func expired(err error) bool {
	own, ok := errors.AsType[*lowstock.Error](err)
	return ok && own.Key == "error.link_expired"
}
