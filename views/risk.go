package views

// RiskSum is what the items of a list are expected to lose. Text is "" where URL
// computes it after the page is there.
type RiskSum struct{ Text, URL string }
