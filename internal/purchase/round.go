package purchase

// Terms are how an item can be ordered, in pieces. The zero Terms have no limit.
type Terms struct {
	Min  int // the least that the supplier delivers; 0: none
	Pack int // pieces per box; 0 and 1: single pieces
	Cap  int // the most that the merchant wants; 0: none
}

// Rounded is how many pieces to order of an item, and how that came about.
type Rounded struct {
	Need  int // what raises the position to the target; 0 if nothing is to be ordered
	Units int // what to order; 0 if nothing is to be ordered, or if Unmet
	Pack  int // pieces per box; at least 1
	Boxes int // Units in boxes; 0 for single pieces

	Raised bool // the need is below the minimum
	Capped bool // Units is less than the need or the minimum asks for, because of the cap
	Unmet  bool // no number of boxes reaches the minimum and stays within the cap; a person has to decide
	Times  int  // Units is this multiple of Need, rounded down, from [FarAbove] on; 0: it is not
}

// FarAbove is the multiple of the need from which a person is warned that the
// terms make the order so much larger.
const FarAbove = 5

// Round returns how many pieces to order. Target is the order-up-to level,
// position is the stock and all that is on its way, which may be negative for an
// oversold item, and point is the reorder point. The position equal to the point
// orders, as in the decision of an alert. A minimum never makes an order where
// nothing is needed.
//
// Units is the least multiple of the box that is neither below the need nor
// below the minimum. If that exceeds the cap, it is the largest multiple within
// the cap.
func Round(target, position, point int, t Terms) Rounded {
	r := Rounded{Pack: max(1, t.Pack)}
	if position > point || target <= position {
		return r
	}
	r.Need = target - position
	r.Raised = r.Need < t.Min
	wanted := max(r.Need, t.Min)
	most := MaxUnits
	if t.Cap > 0 {
		most = min(most, t.Cap)
	}
	boxes := (wanted-1)/r.Pack + 1
	if most := most / r.Pack; boxes > most {
		boxes, r.Capped = most, true
	}
	if boxes == 0 || boxes*r.Pack < t.Min {
		r.Capped, r.Unmet = false, true
		return r
	}
	r.Units = boxes * r.Pack
	if r.Pack > 1 {
		r.Boxes = boxes
	}
	if times := r.Units / r.Need; times >= FarAbove {
		r.Times = times
	}
	return r
}

// Fit returns the least number of pieces that the terms permit and that is not
// below a wanted number, as [Round] does it. It is 0 for a number below 1, and
// where nothing fits.
func (t Terms) Fit(wanted int) int {
	return Round(wanted, 0, 0, t).Units
}

// Fits says whether a number of pieces keeps the terms.
func (t Terms) Fits(units int) bool {
	minimum, boxes := t.Short(units)
	return !minimum && !boxes && (t.Cap == 0 || units <= t.Cap)
}

// Short returns whether a number of pieces is below the minimum, and whether it
// is no whole number of boxes.
func (t Terms) Short(units int) (minimum, boxes bool) {
	return units < t.Min, t.Pack > 1 && units%t.Pack != 0
}
