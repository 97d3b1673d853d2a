package cafe24sim

import (
	"html"
	"strings"
)

// markUp writes a name with HTML that displays as the name itself, as names in real malls do.
func markUp(name string) string {
	if strings.ContainsAny(name, "<&") {
		return name + "<BR/>" // the name has HTML already
	}
	words := strings.Fields(name)
	if len(words) == 0 {
		return name
	}
	for i := range words {
		words[i] = html.EscapeString(words[i])
	}
	words[0] = `<span style="color:#c00">` + words[0] + "</span>"
	head := strings.Join(words[:(len(words)+1)/2], "&nbsp;")
	if len(words) == 1 {
		return head
	}
	return head + "<br>" + strings.Join(words[(len(words)+1)/2:], " ")
}

// written returns a name as the API sends it.
func (m *mall) written(name string) string {
	if m.faults.HTMLNames {
		return markUp(name)
	}
	return name
}

func (m *mall) writtenOptions(options []Option) []Option {
	if !m.faults.HTMLNames || options == nil {
		return options
	}
	out := make([]Option, len(options))
	for i, o := range options {
		out[i] = Option{Name: markUp(o.Name), Value: markUp(o.Value)}
	}
	return out
}

// dressed gives one in 25 products a name with HTML, as merchants write names into Cafe24's form.
func dressed(no int, name string) string {
	brand, rest, _ := strings.Cut(name, "] ")
	forms := []string{
		name + "<br>31T x 900 x 2400mm",
		"<b>[특가]</b>&nbsp;" + name,
		`<span style="color:red">품절임박</span> ` + name,
		brand + "]<BR/>" + rest + " &amp; 파우치 &lt;대&gt;",
		"<strong>" + name + "</strong><br/>1+1 기획 (3 < 5개월)",
	}
	if no%25 != 7 {
		return name
	}
	return forms[no/25%len(forms)]
}
