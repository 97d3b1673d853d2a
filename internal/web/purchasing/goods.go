package purchasing

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// questions returns what a person is asked about rises of the quantity; of the
// order, unless it is 0.
func (h *Handler) questions(c echo.Context, order int64) ([]views.PurchaseQuestion, error) {
	who := kit.SessionOf(c)
	list, err := h.Store.Mall(who.Mall.ID).Proposals(c.Request().Context())
	if err != nil {
		return nil, err
	}
	r := h.viewerOf(who)
	var asked []views.PurchaseQuestion
	for i := range list {
		if order == 0 || list[i].Concerns(order) {
			asked = append(asked, r.question(&list[i], order))
		}
	}
	return asked, nil
}

func (r viewer) question(p *purchase.Proposal, order int64) views.PurchaseQuestion {
	name := present.Joined(" ", cmp.Or(p.ProductName, p.VariantCode), present.OptionsText(p.Options))
	id := strconv.FormatInt(p.ID, 10)
	e := p.Evidence
	of := order
	if of == 0 && len(p.Lines) > 0 {
		of = p.Lines[0].Order
	}
	q := views.PurchaseQuestion{
		ID: "asked-" + id, URL: paths.Of(paths.PurchaseProposal, strconv.FormatInt(of, 10), id), Yes: r.T("purchase.asked_right"),
		Evidence: r.T("purchase.asked_evidence", r.Date(e.To)+" "+r.Clock(e.To), e.Before, e.After),
	}
	var given []string
	for _, f := range p.Fills {
		given = append(given, r.T("purchase.asked_of", f.Units, r.lineOf(p, f.Order, f.Line)))
	}
	to := strings.Join(given, ", ")
	switch p.Verdict { //nolint:exhaustive // the others ask nothing
	case purchase.VerdictPropose:
		q.Title, q.Text, q.Yes = r.T("purchase.asked_propose", name, p.Units), r.T("purchase.asked_propose_text", to), r.T("purchase.asked_yes")
	case purchase.VerdictFill:
		q.Title, q.Text = r.T("purchase.asked_fill", name, p.Extra), r.T("purchase.asked_fill_text", to)
	default:
		q.Title, q.Text = r.T("purchase.asked_which", name, p.Units), r.T("purchase.asked_which_text", to)
	}
	if e.Mixed {
		q.Text = present.Joined(" ", q.Text, r.T("purchase.asked_mixed"))
	}
	for _, l := range p.Lines {
		if !p.Gives(l.Order, l.Line) || len(p.Fills) > 1 {
			q.Lines = append(q.Lines, views.Choice{
				Value: strconv.FormatInt(l.Order, 10) + "." + strconv.Itoa(l.Line),
				Label: r.T("purchase.asked_choice", cmp.Or(l.Number, r.T("purchase.noted")), l.Rest, r.CalendarDay(l.ExpectedOn)),
			})
		}
	}
	return q
}

// lineOf names the order of a line.
func (r viewer) lineOf(p *purchase.Proposal, order int64, line int) string {
	for _, l := range p.Lines {
		if l.Order == order && l.Line == line {
			return cmp.Or(l.Number, r.T("purchase.noted"))
		}
	}
	return r.T("purchase.noted")
}

// proposalForm is the answer to a question about a rise.
type proposalForm struct {
	kit.Form
	answer purchase.ProposalAnswer
	order  int64
	line   int
}

// Read implements [kit.Fields].
func (f *proposalForm) Read() {
	f.answer = purchase.ProposalAnswer(f.Text("answer"))
	order, line, _ := strings.Cut(f.Text("line"), ".")
	f.order, _ = strconv.ParseInt(order, 10, 64)
	f.line, _ = strconv.Atoi(line)
}

// answerProposal carries out the answer to a question about a rise.
func (h *Handler) answerProposal(c echo.Context) error {
	f, err := kit.BindForm[proposalForm](c)
	if err != nil {
		return err
	}
	id, err := kit.PathID(c, "id")
	if err != nil {
		return err
	}
	proposal, err := kit.PathID(c, "proposal")
	if err != nil {
		return err
	}
	who := kit.SessionOf(c)
	err = h.Store.Mall(who.Mall.ID).AnswerProposal(c.Request().Context(), purchase.Reply{
		Proposal: proposal, Answer: f.answer, Order: f.order, Line: f.line, By: who.By(), Now: h.Now(),
	})
	return h.finish(c, id, err, "purchase_told")
}
