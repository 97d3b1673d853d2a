package views

// Graph is a picture of numbers with its table. Paths are in a box of Width by
// 120, with 0 at the top.
type Graph struct {
	ID      string
	Title   string
	Summary string // the content in a sentence, in place of the picture
	Note    string // shown below; "" for none
	Width   string
	Shapes  []GraphShape // the first is drawn first
	Max     string       // at the top of the axis
	Min     string
	Labels  []string // below, from left to right: two stand at the ends, more are each in the middle of an equal part
	Legend  []GraphLegend
	Table   GraphTable
}

// GraphShape is a path of one colour. Kind is one of the classes .graph has in
// the stylesheet.
type GraphShape struct{ Kind, Path string }

// GraphLegend is what a kind of shape means.
type GraphLegend struct{ Kind, Text string }

// GraphTable has the numbers of a picture. The cells of the first column are
// heads of their rows; the others are numbers, but the last one if Text is set.
type GraphTable struct {
	Heads []string
	Rows  [][]string
	Text  bool
}

func (t GraphTable) number(column int) bool {
	return column > 0 && (!t.Text || column < len(t.Heads)-1)
}

// signShape draws a kind of shape for the legend: a line, or an area.
func signShape(kind string) string {
	switch kind {
	case "now":
		return "M6 0V12"
	case "middle", "level", "limit":
		return "M0 6H12"
	}
	return "M0 2H12V10H0Z"
}
