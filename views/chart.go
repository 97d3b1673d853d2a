package views

// markShape draws a kind of mark about its own middle: what began points down,
// what came in points up, what ended is a ring.
func markShape(kind string) string {
	switch kind {
	case "opened":
		return "M-5.5-4H5.5L0 5.5Z"
	case "resolved":
		return "M0-4.5A4.5 4.5 0 1 0 0 4.5 4.5 4.5 0 1 0 0-4.5Z"
	}
	return "M-5.5 4H5.5L0-5.5Z"
}

// markHeight keeps the kinds apart, which often come in the same moment: goods
// that come in end an alert.
func markHeight(kind string) string {
	switch kind {
	case "opened":
		return "7"
	case "resolved":
		return "22"
	}
	return "137"
}

// markReach is how far a mark's line goes from it, within the 144 of the chart.
func markReach(kind string) string {
	switch kind {
	case "opened":
		return "137"
	case "resolved":
		return "122"
	}
	return "-137"
}
