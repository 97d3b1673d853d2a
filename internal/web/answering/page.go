package answering

import (
	"context"
	"crypto/sha256"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
	"cafe24-inventory-alert/views/words"
)

// maxToken limits the size of a token that is looked up; see [purchase.Link].
const maxToken = 128

// opened is a link with the order behind it.
type opened struct {
	purchase.Link
	present.Viewer

	token string
	state purchase.LinkState
	order purchase.Order
	shop  string
	costs bool
	today time.Time // calendar day in the mall's zone
}

// open finds the order of a link. An unknown token, one of another form and one
// of a mall that has left get the same answer, and count against the address
// that they come from.
func (h *Handler) open(c echo.Context) (o opened, err error) {
	header := c.Response().Header()
	header.Set(echo.HeaderReferrerPolicy, "no-referrer") // the address is the proof
	header.Set("X-Robots-Tag", "noindex, nofollow, noarchive")
	o.token = c.Param("token")
	if len(o.token) > maxToken {
		return o, lowstock.NotFound()
	}
	key, hash := kit.SecretKey(o.token), sha256.Sum256([]byte(o.token))
	err = h.Confirm(c, kit.Credential{Kind: "supplier_link", Value: key, Learn: true}, func() error {
		o.Link, err = h.Store.FindPurchaseLink(c.Request().Context(), hash[:])
		return err
	})
	if err != nil {
		return o, err
	}
	c.Set(kit.ContextMall, o.Mall)
	if err := h.TakeProven(c, "supplier_page", key); err != nil {
		return o, err
	}
	return o, h.read(c, &o)
}

// read reads in one snapshot what the page shows.
func (h *Handler) read(c echo.Context, o *opened) (err error) {
	store := h.Store.Mall(o.Mall)
	ctx, _, end := store.Snapshot(c.Request().Context())
	defer end()
	if o.order, err = store.Purchase(ctx, o.Order); err != nil {
		return err
	}
	settings, err := store.Settings(ctx)
	if err != nil {
		return err
	}
	mall, err := store.Info(ctx)
	if err != nil {
		return err
	}
	costs, locale, err := store.SupplierTermsOf(ctx, o.order.SupplierCode)
	if err != nil {
		return err
	}
	if lang := c.QueryParam("lang"); lang != "" {
		locale = lang
	}
	o.costs, o.shop = costs, mall.ShopName
	if o.shop == "" {
		o.shop = string(mall.ID)
	}
	o.Viewer = present.Viewer{Locale: words.Of(locale), Zone: kit.ZoneOf(settings), Now: h.Now()}
	o.today = localtime.DayOf(o.Now, o.Zone)
	o.state = o.State(&o.order, o.Now)
	return nil
}

// page shows the order and its form. Opening it is noted once an hour, and is no
// answer.
func (h *Handler) page(c echo.Context) error {
	o, err := h.open(c)
	if err != nil {
		return err
	}
	if over, _ := o.over(); over != "" {
		return h.overPage(c, &o)
	}
	if c.Request().Method == http.MethodGet {
		if err := h.Store.Mall(o.Mall).SawPurchase(c.Request().Context(), o.Order, o.Now); err != nil {
			return err
		}
	}
	f := &answerForm{}
	return h.show(c, http.StatusOK, &o, f)
}

// over returns the keys of the title and the text of a link that does not work
// any more; "" if it works.
func (o *opened) over() (title, text string) {
	switch o.state {
	case purchase.LinkRetired:
		return "purchase.link_retired", "purchase.link_retired_text"
	case purchase.LinkExpired:
		return "purchase.link_expired", "purchase.link_expired_text"
	case purchase.LinkOver:
		return "purchase.link_over", "purchase.link_over_text"
	case purchase.LinkOpen, purchase.LinkArrived:
	}
	return "", ""
}

// overPage says why a link does not work. It shows nothing of the order.
func (h *Handler) overPage(c echo.Context, o *opened) error {
	title, text := o.over()
	return kit.Render(c, http.StatusGone, views.MessagePage(views.Message{
		Lang: string(o.Locale), Assets: kit.PublicAssets(), App: h.AppName(o.Locale), Icon: "clock", Tone: "low",
		Title: o.T(title), Paragraphs: []string{o.T(text)},
	}))
}

// answer takes the supplier's answer. The last one counts, until something has
// arrived; each is kept. It never marks goods as received.
func (h *Handler) answer(c echo.Context) error {
	o, err := h.open(c)
	if err != nil {
		return err
	}
	if over, _ := o.over(); over != "" {
		return h.overPage(c, &o)
	}
	f, err := kit.BindForm[answerForm](c)
	if err != nil {
		return err
	}
	if f.lang != "" {
		o.Locale = words.Of(f.lang)
	}
	answer := f.answer(&o)
	if o.state == purchase.LinkArrived {
		f.Refuse("answer", "purchase.answer_arrived")
	}
	if !f.Valid() {
		return h.show(c, http.StatusUnprocessableEntity, &o, f)
	}
	if err := f.Judge(h.save(c.Request().Context(), &o, answer), "answer"); err != nil {
		return err
	}
	if !f.Valid() {
		return h.show(c, http.StatusUnprocessableEntity, &o, f)
	}
	return kit.SeeOther(c, paths.Of(paths.SupplierPage, o.token)+"?lang="+string(o.Locale)+"&done=1")
}

// save stores the answer, and notifies the mall's people if it is less or later
// than was known, in one transaction.
func (h *Handler) save(ctx context.Context, o *opened, answer purchase.Answer) error {
	store := h.Store.Mall(o.Mall)
	return store.Together(ctx, func(ctx context.Context) error {
		before, err := store.Purchase(ctx, o.Order)
		if err != nil {
			return err
		}
		if before.Revision != o.Revision || before.Received() > 0 {
			return purchase.Changed()
		}
		after, err := store.AnswerPurchase(ctx, o.Order, before.Version, answer)
		if err != nil {
			return err
		}
		if news, worth := outgoing.NewsOf(&before, &after, answer.Message); worth {
			return store.TellPurchase(ctx, news, o.Now)
		}
		return nil
	})
}
