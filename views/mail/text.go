package mail

import "strings"

// Text is the letter for readers without HTML; it has every fact of [Page].
func Text(l Letter) string {
	var b strings.Builder
	paragraph(&b, l.Title)
	paragraph(&b, l.Lead)
	if l.Box.Text != "" {
		paragraph(&b, l.Box.Title+": "+l.Box.Text)
	}
	paragraph(&b, l.Aside)
	for _, r := range l.Rows {
		paragraph(&b, rowText(r))
	}
	paragraph(&b, l.More)
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

func rowText(r Row) string {
	lines := []string{"[" + r.Badge + "] " + r.Name}
	for _, line := range []string{r.Options, r.Facts, r.Sales, r.Why, r.When, r.URL} {
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
