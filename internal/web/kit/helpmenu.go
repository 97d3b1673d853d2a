package kit

import (
	"cafe24-inventory-alert/internal/help"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// helpPages names the page of the help that answers what a page of the app
// raises. Any other page leads to the first steps.
func helpPages() map[string]string {
	return map[string]string{
		paths.Stock: "stock", paths.Alerts: "alerts", paths.Morning: "morning", paths.Rules: "thresholds", paths.Settings: "settings",
		paths.Connection: "connection", paths.Reorder: "reorder", paths.Contact: "contact",
	}
}

// HelpFor makes a page show the questions of another page of the help than its
// section has.
func (k *Kit) HelpFor(shell *views.Shell, slug string) {
	if shell.Help == nil {
		return
	}
	shell.Help.Questions, shell.Help.All = nil, help.Address(shell.Locale, slug, "")
	for _, q := range k.help.Questions(shell.Locale, slug) {
		shell.Help.Questions = append(shell.Help.Questions, views.Link{Text: q.Title, URL: help.Address(shell.Locale, slug, q.ID)})
	}
}

// helpMenu returns what the question mark of a page opens.
func helpMenu(k *Kit, who Session, current string, bar overview.Bar) *views.HelpMenu {
	slug := helpPages()[current]
	if slug == "" {
		slug = "first"
	}
	shell := views.Shell{Locale: who.Locale, Help: &views.HelpMenu{News: paths.News, Unseen: bar.NewsSeen < k.help.Latest()}}
	if k.contact {
		shell.Help.Contact = paths.Contact
	}
	k.HelpFor(&shell, slug)
	return shell.Help
}
