package views

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// What a list writes several times a row is plain Go: for templ every class that
// depends on something is a map and a sort, and every expression is formatted.

// icon refers to a symbol of the sprite.
func icon(name string) templ.Component {
	return texts(`<svg class="icon" aria-hidden="true"><use href="#i-`, templ.EscapeString(name), `"></use></svg>`)
}

func badge(b Badge) templ.Component {
	return texts(`<span class="badge tone-`, templ.EscapeString(b.Tone), `"><svg class="icon" aria-hidden="true"><use href="#i-`,
		templ.EscapeString(b.Icon), `"></use></svg>`, templ.EscapeString(b.Text), `</span>`)
}

// units is the stock of a row.
func units(r StockRow) templ.Component {
	class := ""
	if !r.Untracked {
		class = "text-base font-semibold"
	}
	if r.Short {
		class = joined(class, "text-out")
	}
	if r.Untracked {
		class = joined(class, "text-faint")
	}
	return texts(`<span class="`, class, `">`, templ.EscapeString(r.Quantity), `</span>`)
}

func joined(classes, more string) string {
	if classes == "" {
		return more
	}
	return classes + " " + more
}

// texts writes markup, of which everything that is not constant is escaped.
func texts(parts ...string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		for _, part := range parts {
			if _, err := io.WriteString(w, part); err != nil {
				return err
			}
		}
		return nil
	})
}
