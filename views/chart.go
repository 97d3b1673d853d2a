package views

// markShape draws a kind of mark around its centre. An alert that was raised
// points down, a restock points up, a resolved alert is a ring.
func markShape(kind string) string {
	switch kind {
	case "opened":
		return "M-5.5-4H5.5L0 5.5Z"
	case "resolved":
		return "M0-4.5A4.5 4.5 0 1 0 0 4.5 4.5 4.5 0 1 0 0-4.5Z"
	}
	return "M-5.5 4H5.5L0-5.5Z"
}

// markHeight gives each kind its own height, since two kinds often happen at the
// same time: a restock resolves an alert.
func markHeight(kind string) string {
	switch kind {
	case "opened":
		return "7"
	case "resolved":
		return "22"
	}
	return "137"
}

// markReach is the length of a mark's line, in a chart that is 144 high.
func markReach(kind string) string {
	switch kind {
	case "opened":
		return "137"
	case "resolved":
		return "122"
	}
	return "-137"
}
