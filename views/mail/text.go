package mail

import (
	"strings"
)

// Text is the mail for recipients without HTML. It has every fact of [Page].
func Text(l Message) string {
	var b strings.Builder
	paragraph(&b, l.Title)
	paragraph(&b, l.Lead)
	if l.Box.Text != "" {
		paragraph(&b, l.Box.Title+": "+l.Box.Text)
	}
	paragraph(&b, l.When)
	for _, list := range l.Lists {
		listText(&b, list)
	}
	tableText(&b, l.Table)
	paragraph(&b, buttonText(l.Open))
	for _, a := range l.Actions {
		paragraph(&b, buttonText(a))
	}
	paragraph(&b, l.ActNote)
	b.WriteString("-- \n" + l.ShopName + "\n")
	for _, line := range l.Footer {
		b.WriteString(line + "\n")
	}
	if l.Unsubscribe.URL != "" {
		b.WriteString(buttonText(l.Unsubscribe) + "\n")
	}
	return b.String()
}

func listText(b *strings.Builder, l List) {
	if l.Heading != "" {
		paragraph(b, "■ "+l.Heading)
	}
	for _, r := range l.Rows {
		paragraph(b, rowText(r))
	}
	for _, line := range l.Lines {
		b.WriteString("[" + line.Badge + "] " + line.Item + " · " + line.Count + "\n")
	}
	if len(l.Lines) > 0 {
		b.WriteString("\n")
	}
	paragraph(b, l.More)
}

func rowText(r Row) string {
	lines := []string{"[" + r.Badge + "] " + r.Name}
	for _, line := range []string{r.Detail(), r.Facts, r.Sales, r.Why, r.When, r.URL} {
		if line != "" {
			lines = append(lines, "  "+line)
		}
	}
	return strings.Join(lines, "\n")
}

func buttonText(b Button) string {
	if b.URL == "" {
		return ""
	}
	return b.Label + ": " + b.URL
}

func paragraph(b *strings.Builder, text string) {
	if text != "" {
		b.WriteString(text + "\n\n")
	}
}

// tableText writes a row a line, its cells with their titles.
func tableText(b *strings.Builder, t Table) {
	for _, row := range t.Rows {
		lines := []string{"- " + t.Head[0] + ": " + row[0].Text}
		if row[0].Detail != "" {
			lines = append(lines, "  "+row[0].Detail)
		}
		for i, c := range row[1:] {
			lines = append(lines, "  "+t.Head[i+1]+": "+cellText(c))
		}
		paragraph(b, strings.Join(lines, "\n"))
	}
	paragraph(b, t.More)
	var total []string
	for _, c := range t.Foot {
		if c.Text != "" {
			total = append(total, cellText(c))
		}
	}
	paragraph(b, strings.Join(total, " · "))
}

func cellText(c Cell) string {
	if c.Detail == "" {
		return c.Text
	}
	return c.Text + " (" + c.Detail + ")"
}
