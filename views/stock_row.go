package views

import (
	"github.com/a-h/templ"

	"cafe24-inventory-alert/views/paths"
)

// StockRowView is one row; saving its threshold swaps just this.
func StockRowView(s Shell, r StockRow) templ.Component {
	return component(func(m *markup) { m.stockRow(s, &r) })
}

// stockRows writes the rows of a list in one piece.
func stockRows(s Shell, rows []StockRow) templ.Component {
	return component(func(m *markup) {
		for i := range rows {
			m.stockRow(s, &rows[i])
		}
	})
}

func (m *markup) stockRow(s Shell, r *StockRow) {
	m.around(`<tr id="`, r.ID, `"`)
	if r.Shown {
		m.raw(` aria-current="true" class="bg-accent-soft"`)
	}
	m.raw(`><td class="wide">`)
	if r.Pick.Code != "" {
		m.around(`<div class="item-pick"><label class="pick"><input type="checkbox" name="code" value="`, r.Pick.Code, `" form="bulk"`)
		m.around(` aria-label="`, r.Pick.Label, `"></label>`)
		m.item(r.Item)
		m.raw(`</div>`)
	} else {
		m.item(r.Item)
	}
	m.around(`</td><td class="num"><span class="cap">`, s.T("stock.quantity"), `</span>`)
	m.units(r)
	m.raw(`</td>`)
	m.trend(r.Trend)
	m.around(`<td class="col-threshold"><span class="cap">`, s.T("stock.threshold"), `</span>`)
	m.cell(s, &r.Cell)
	m.around(`</td><td class="col-status"><span class="cap">`, s.T("stock.status"), `</span>`)
	m.badge(r.Status)
	if r.Stopped != nil {
		m.around(`<span class="block" title="`, r.Why, `">`)
		m.badge(*r.Stopped)
		m.raw(`</span> `)
	}
	if r.Quiet != "" {
		m.raw(`<span class="inline-flex items-center gap-0.5 text-xs text-faint sm:ml-1 sm:whitespace-nowrap">`)
		m.icon("mute")
		m.around("", r.Quiet, `</span>`)
	}
	m.raw(`</td><td class="col-observed">`)
	m.when(r.Observed)
	m.raw(`</td></tr>`)
}

// units is the stock of a row.
func (m *markup) units(r *StockRow) {
	class := ""
	if !r.Untracked {
		class = "units"
	}
	if r.Short {
		class = joined(class, "text-out")
	}
	if r.Untracked {
		class = joined(class, "text-faint")
	}
	m.around(`<span class="`, class, `">`)
	m.around("", r.Quantity, `</span>`)
}

// trend is a cell of wide screens: how long the stock lasts, and its month.
func (m *markup) trend(t Trend) {
	width := ""
	if t.RunsOut != "" || t.Coming != "" || t.Risk != "" || t.Bound != "" {
		width = "wide"
	}
	m.around(`<td class="`, joined("col-cover", width), `"><span class="cover">`)
	m.around(`<span>`, t.Cover, `</span>`)
	if t.Line != "" {
		m.around(`<svg class="trend" viewBox="-1 -1 62 22" role="img" aria-label="`, t.Text, `">`)
		m.around(`<path d="`, t.Line, `"></path></svg>`)
	}
	m.raw(`</span>`)
	if t.RunsOut != "" {
		m.around(`<span class="runs-out">`, t.RunsOut, `</span>`)
	}
	if t.Coming != "" {
		m.around(`<span class="goods">`, t.Coming, `</span>`)
	}
	if t.Risk != "" {
		m.around(`<span class="at-risk">`, t.Risk, `</span>`)
	}
	if t.Bound != "" {
		m.around(`<span class="runs-out">`, t.Bound, `</span>`)
	}
	m.raw(`</td>`)
}

func (m *markup) cell(s Shell, c *Cell) {
	m.raw(`<div class="cell-box">`)
	if c.ReadOnly {
		m.around(`<span class="cell-fixed">`, c.Value, `</span>`)
	} else {
		m.around(`<form id="f-`, c.Code, `" method="post" action="`+paths.Threshold+`" class="cell" novalidate hx-post="`+paths.Threshold+`" hx-target="closest tr">`)
		m.itemFields(c)
		m.threshold(c)
		m.around(`<button class="btn btn-small btn-primary">`, s.T("form.save"), `</button></form>`)
	}
	m.source(c.Source)
	if c.Error != "" {
		m.around(`<div class="cell-wrong"><p id="`, c.ID, `-error" class="wrong mt-1">`)
		m.icon("warn")
		m.around("", c.Error, `</p></div>`)
	}
	if c.Suggest != nil {
		m.suggest(c, c.Suggest)
	}
	m.raw(`</div>`)
}

// itemFields are whose threshold a form sets, and where it leads back to.
func (m *markup) itemFields(c *Cell) {
	m.around(`<input type="hidden" name="product_no" value="`, c.ProductNo, `">`)
	m.around(`<input type="hidden" name="variant_code" value="`, c.Code, `">`)
	m.around(`<input type="hidden" name="back" value="`, c.Back, `">`)
	m.around(`<input type="hidden" name="seen" value="`, c.Seen, `">`)
}

func (m *markup) threshold(c *Cell) {
	m.around(`<input id="`, c.ID, `" name="threshold"`)
	m.around(` value="`, c.Value, `"`)
	if c.Placeholder != "" {
		m.around(` placeholder="`, c.Placeholder, `"`)
	}
	m.around(` inputmode="numeric" autocomplete="off" maxlength="11" aria-label="`, c.Label, `"`)
	if c.Inherited {
		m.raw(` class="text-soft"`)
	}
	if c.Error != "" {
		m.around(` aria-describedby="`, c.ID, `-error" aria-invalid="true"`)
	}
	m.raw(`>`)
}

// suggest takes a suggestion over with one click. Its button belongs to the form
// of the cell and sends its value beside the field's.
func (m *markup) suggest(c *Cell, g *Suggest) {
	m.raw(`<div class="col-suggest">`)
	if c.ReadOnly {
		m.around(`<span class="text-soft">`, g.Text, `</span> `)
	} else {
		m.around(`<button form="f-`, c.Code, `" name="take"`)
		m.around(` value="`, g.Value, `" class="link min-h-6"`)
		m.around(` aria-label="`, g.Label, `">`)
		m.around("", g.Text, `</button>`)
	}
	if g.Note != "" {
		m.around(`<span class="text-faint" title="`, g.Full, `">`)
		m.around("", g.Note, `</span>`)
	}
	m.raw(`</div>`)
	if g.Why != "" {
		m.around(`<p class="col-suggest whitespace-normal text-low">`, g.Why, `</p>`)
	}
}

func (m *markup) source(l Link) {
	if l.URL != "" {
		m.around(`<a class="cell-source quiet-link" href="`, l.URL, `">`)
		m.around("", l.Text, `</a>`)
	} else {
		m.around(`<span class="cell-source">`, l.Text, `</span>`)
	}
}
