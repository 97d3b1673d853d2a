package notify

import (
	"cafe24-inventory-alert/internal/preference"
)

// rhythm says in a recipient's first alert mail when the next one comes. It
// returns nothing for other mails.
func (c content) rhythm() []string {
	switch {
	case c.Rhythm == preference.Rhythm{}:
		return nil
	case c.Rhythm.Until != "":
		return []string{c.in.T("letter.footer.rhythm_daily", c.Rhythm.Until)}
	}
	return []string{c.in.T("letter.footer.rhythm", c.in.Span(c.Rhythm.Pause))}
}
