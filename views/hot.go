package views

import (
	"sync"

	"github.com/a-h/templ"
)

// Parts of rows that stand elsewhere too; see [markup].

// icon refers to a symbol of the sprite.
func icon(name string) templ.Component { return component(func(m *markup) { m.icon(name) }) }

func (m *markup) icon(name string) {
	m.around(`<svg class="icon" aria-hidden="true"><use href="#i-`, name, `"></use></svg>`)
}

// sprite defines every symbol once on a page; icon refers to it.
func sprite() templ.Component { return component(func(m *markup) { m.raw(symbols()) }) }

//nolint:gochecknoglobals // a constant that is written on first use
var symbols = sync.OnceValue(func() string {
	var m markup
	m.raw(`<svg class="hidden" aria-hidden="true">`)
	for _, g := range glyphs() {
		m.around(`<symbol id="i-`, g.name, `" viewBox="0 0 16 16">`)
		m.around(`<path d="`, g.path, `"></path></symbol>`)
	}
	m.raw(`</svg>`)
	return string(m)
})

// options are the choices of a select.
func options(list []Choice) templ.Component {
	return component(func(m *markup) {
		for i := range list {
			m.around(`<option value="`, list[i].Value, `"`)
			if list[i].On {
				m.raw(` selected`)
			}
			m.around(`>`, list[i].Label, `</option>`)
		}
	})
}

func badge(b Badge) templ.Component { return component(func(m *markup) { m.badge(b) }) }

func (m *markup) badge(b Badge) {
	m.around(`<span class="badge tone-`, b.Tone, `">`)
	m.icon(b.Icon)
	m.around("", b.Text, `</span>`)
}

func when(t Time) templ.Component { return component(func(m *markup) { m.when(t) }) }

func (m *markup) when(t Time) {
	if t.Machine == "" {
		return
	}
	m.around(`<time datetime="`, t.Machine, `" title="`)
	m.around("", t.Full, `">`)
	m.around("", t.Text, `</time>`)
}

func picture(src, class string) templ.Component {
	return component(func(m *markup) { m.picture(src, class) })
}

func (m *markup) picture(src, class string) {
	m.around(`<span class="`, joined("pic", class), `">`)
	if src != "" {
		m.around(`<img src="`, src, `" alt="" loading="lazy" decoding="async" referrerpolicy="no-referrer">`)
	} else {
		m.icon("box")
	}
	m.raw(`</span>`)
}

func item(i Item) templ.Component { return component(func(m *markup) { m.item(i) }) }

func (m *markup) item(i Item) {
	m.raw(`<div class="item">`)
	m.picture(i.Image, "")
	m.around(`<div><a href="`, i.URL, `" class="quiet-link">`)
	m.around("", i.Name, `</a><p class="item-code">`)
	if i.Options != "" {
		m.around(`<span class="text-soft">`, i.Options, `</span><span aria-hidden="true"> · </span>`)
	}
	m.around("", i.Code, `</p>`)
	m.marks(i)
	m.raw(`</div></div>`)
}

// marks are what has to be said of an item beside its name.
func (m *markup) marks(i Item) {
	if i.Selling == "" && i.Important == "" {
		return
	}
	m.raw(`<p class="mt-0.5 flex flex-wrap gap-x-2 text-xs leading-4">`)
	if i.Selling != "" {
		m.around(`<span class="font-medium text-out">`, i.Selling, `</span> `)
	}
	if i.Important != "" {
		m.around(`<span class="text-accent">`, i.Important, `</span>`)
	}
	m.raw(`</p>`)
}

func joined(classes, more string) string {
	if classes == "" || more == "" {
		return classes + more
	}
	return classes + " " + more
}
