package notify

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"cafe24-inventory-alert/views/mail"
)

// The parts of a Slack message that the app uses.
type (
	slackMessage struct {
		Text   string       `json:"text"`
		Blocks []slackBlock `json:"blocks"`
	}
	slackBlock struct {
		Type     string         `json:"type"`
		Text     *slackText     `json:"text,omitempty"`
		Elements []slackElement `json:"elements,omitempty"`
	}
	slackText struct {
		Type string `json:"type"`
		Text string `json:"text"`
		// Verbatim keeps Slack from turning parts of a product's name into links
		// and mentions.
		Verbatim bool `json:"verbatim,omitempty"`
	}
	// slackElement is a text of a context, or a button that opens an address.
	// Slack needs no endpoint of the app for such a button.
	slackElement struct {
		Type     string `json:"type"`
		Text     any    `json:"text"` // a string in a context, a slackText in a button
		Verbatim bool   `json:"verbatim,omitempty"`
		ActionID string `json:"action_id,omitempty"`
		URL      string `json:"url,omitempty"`
		Style    string `json:"style,omitempty"`
	}
)

// Slack's limits, in characters. Slack refuses the whole message if one text is
// longer.
const (
	maxSlackBlocks  = 50
	maxSlackPost    = 12_000 // of all blocks as JSON; Slack's own limit is undocumented, about 13,200
	maxSlackHeader  = 150
	maxSlackSection = 3000
	maxSlackLine    = 1000 // of a list or a table; Slack has no such limit
	maxSlackButton  = 75
	maxSlackURL     = 3000
)

// slackPost is the mail as a Slack message: the subject as the notification text,
// one section per row, all lines together, and the buttons of the mail.
func slackPost(l mail.Message) slackMessage {
	post := slackMessage{Text: escape(l.Subject)}
	add := func(b ...slackBlock) { post.Blocks = append(post.Blocks, b...) }
	add(slackBlock{Type: "header", Text: &slackText{Type: "plain_text", Text: escapeTo(l.Title, maxSlackHeader)}})
	if l.Lead != "" {
		add(section(escape(l.Lead)))
	}
	if l.Box.Text != "" {
		title := "*" + escape(l.Box.Title) + "*\n"
		add(section(title + escapeTo(l.Box.Text, maxSlackSection-utf8.RuneCountInString(title))))
	}
	for _, list := range l.Lists {
		add(slackList(list)...)
	}
	add(slackTable(l.Table)...)
	if buttons := slackButtons(l); len(buttons) > 0 {
		add(slackBlock{Type: "actions", Elements: buttons})
	}
	add(slackContext(l))
	return post
}

func slackList(l mail.List) (blocks []slackBlock) {
	if l.Heading != "" {
		blocks = append(blocks, section("*"+escape(l.Heading)+"*"))
	}
	for _, r := range l.Rows {
		blocks = append(blocks, slackRow(r))
	}
	blocks = append(blocks, slackLines(l.Lines)...)
	if l.More != "" {
		blocks = append(blocks, section("*"+escape(l.More)+"*"))
	}
	return blocks
}

func slackRow(r mail.Row) slackBlock {
	lines := []string{slackMark(r.Out) + " *" + escape(r.Badge) + "*  *" + escape(r.Name) + "*"}
	detail := strings.Join(filled(r.Options, r.Code), " · ")
	for _, line := range filled(detail, r.Facts, r.Sales, strings.Join(filled(r.Why, r.When), " ")) {
		lines = append(lines, escape(line))
	}
	return section(strings.Join(lines, "\n"))
}

func slackLines(all []mail.Line) []slackBlock {
	lines := make([]string, 0, len(all))
	for _, l := range all {
		lines = append(lines, slackMark(l.Out)+" *"+escape(l.Badge)+"*  "+escapeTo(l.Item, maxSlackLine)+" · "+escape(l.Count))
	}
	return slackSections(lines)
}

// slackTable has a line for each row of a table.
func slackTable(t mail.Table) []slackBlock {
	lines := make([]string, 0, len(t.Rows))
	for _, row := range t.Rows {
		var cells []string
		for _, cell := range row {
			cells = append(cells, filled(cell.Text, cell.Detail)...)
		}
		lines = append(lines, "• "+escapeTo(strings.Join(cells, " · "), maxSlackLine))
	}
	blocks := slackSections(lines)
	if t.More != "" {
		blocks = append(blocks, section("*"+escape(t.More)+"*"))
	}
	return blocks
}

// slackSections puts as many lines into a section as Slack accepts.
func slackSections(lines []string) (blocks []slackBlock) {
	var text strings.Builder
	n := 0
	for _, line := range lines {
		size := utf8.RuneCountInString(line) + 1
		if n > 0 && n+size > maxSlackSection {
			blocks = append(blocks, section(text.String()))
			text.Reset()
			n = 0
		}
		if n > 0 {
			text.WriteByte('\n')
		}
		text.WriteString(line)
		n += size
	}
	if n > 0 {
		blocks = append(blocks, section(text.String()))
	}
	return blocks
}

func slackMark(out bool) string {
	if out {
		return ":red_circle:"
	}
	return ":large_orange_circle:"
}

// slackButtons are the buttons of the mail, as links.
func slackButtons(l mail.Message) []slackElement {
	var all []slackElement
	for i, b := range append([]mail.Button{l.Open}, l.Actions...) {
		if b.URL == "" || len(b.URL) > maxSlackURL {
			continue
		}
		button := slackElement{
			Type: "button", ActionID: "open_" + strconv.Itoa(i), URL: b.URL,
			Text: slackText{Type: "plain_text", Text: escapeTo(b.Label, maxSlackButton)},
		}
		if i == 0 {
			button.Style = "primary"
		}
		all = append(all, button)
	}
	return all
}

// slackContext names the shop and the time. It repeats the links for programs
// that show no buttons.
func slackContext(l mail.Message) slackBlock {
	parts := []string{escape(l.ShopName)}
	for _, text := range []string{l.When, l.ActNote} {
		if text != "" {
			parts = append(parts, escape(text))
		}
	}
	if l.Open.URL != "" {
		parts = append(parts, "<"+escape(l.Open.URL)+"|"+escape(l.Open.Label)+">")
	}
	text := slackElement{Type: "mrkdwn", Text: strings.Join(parts, "  ·  "), Verbatim: true}
	return slackBlock{Type: "context", Elements: []slackElement{text}}
}

func section(text string) slackBlock {
	return slackBlock{Type: "section", Text: &slackText{Type: "mrkdwn", Text: text, Verbatim: true}}
}

// filled returns the parts that are not empty.
func filled(parts ...string) []string {
	return slices.DeleteFunc(parts, func(p string) bool { return p == "" })
}

// escape does all of Slack's escaping. After it no text can create a link or
// mention a channel.
func escape(s string) string { return escapeTo(s, maxSlackSection) }

// escapeTo never cuts within an escape.
func escapeTo(s string, limit int) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		piece := string(r)
		switch r {
		case '&':
			piece = "&amp;"
		case '<':
			piece = "&lt;"
		case '>':
			piece = "&gt;"
		}
		size := len([]rune(piece))
		if n+size > limit-1 {
			return b.String() + "…"
		}
		n += size
		b.WriteString(piece)
	}
	return b.String()
}

// slackFull is the used share of a Slack message's allowed size; above 1 it does
// not fit.
func slackFull(l mail.Message) float64 {
	blocks := slackPost(l).Blocks
	text, err := json.Marshal(blocks)
	if err != nil {
		return 1 // the attempt reports the error
	}
	return max(float64(len(blocks))/maxSlackBlocks, float64(utf8.RuneCount(text))/maxSlackPost)
}
