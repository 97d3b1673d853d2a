package outlook

// ProofWindows is how many lead times have to be judged before a proof of a
// reorder point is conclusive.
const ProofWindows = 60

// Proof is what the sales of the last year show about a reorder point.
type Proof struct {
	Windows int     // lead times that are judged; one begins on each day
	Kept    float64 // share of them in which demand was not above the point, 0 to 1
	Above   int     // the least demand above the point that one of them had, in units; 0: none had more than the point

	// From and To are the earlier and the recent units a day, if the item really
	// sells more slowly now. Both are 0 if it does not.
	From, To float64

	// Season is the mall's season over the lead time that begins now: 0.7 is 0.7
	// times as much as on ordinary days. It is 0 if the season is not known.
	Season float64
}

// Conclusive says whether enough lead times were judged.
func (p Proof) Conclusive() bool { return p.Windows >= ProofWindows }

// Slowed says whether the item really sells more slowly than before.
func (p Proof) Slowed() bool { return p.From > 0 }

// OffSeasonMost is the greatest season that is a reason for a lower suggestion.
// It is the same limit as for an item that sells more slowly than before.
const OffSeasonMost = 0.8

// OffSeason says whether the whole mall sells less in the lead time that begins
// now than on ordinary days.
func (p Proof) OffSeason() bool { return p.Season > 0 && p.Season <= OffSeasonMost }

// Offer is how a suggestion may be offered in place of a threshold.
type Offer string

// The offers.
const (
	OfferNone   Offer = ""       // no offer: it equals the threshold, or it would have covered fewer lead times without a known reason
	OfferPlain  Offer = "plain"  // it would have covered as many lead times as the threshold, or nothing shows that it would not
	OfferEnough Offer = "enough" // fewer lead times than the threshold, but the promised share
	OfferSlower Offer = "slower" // fewer than the promised share, because the item sells more slowly than before
	OfferSeason Offer = "season" // fewer than the promised share, because the mall's low season begins
	OfferLearnt Offer = "learnt" // an estimate from other items, which nothing on record supports or contradicts
)

// KeepsPromise says whether the point covered the promised share of the last
// year's lead times. It is true if the proof is not conclusive.
func (s Suggestion) KeepsPromise() bool {
	return !s.Proof.Conclusive() || 100*s.Proof.Kept >= float64(s.Level)-1e-9
}

// Lowers says whether a threshold would have covered more of the last year's
// lead times than the suggestion.
func (s Suggestion) Lowers(threshold int) bool {
	return s.Proof.Conclusive() && s.Proof.Above > 0 && s.Proof.Above <= threshold
}

// Offered says how the suggestion may be offered in place of a threshold.
func (s Suggestion) Offered(threshold int) Offer {
	switch {
	case !s.Known, s.Point == threshold:
		return OfferNone
	case s.Learnt.Is():
		return OfferLearnt
	case !s.Lowers(threshold):
		return OfferPlain
	case s.KeepsPromise():
		return OfferEnough
	case s.Proof.Slowed():
		return OfferSlower
	case s.Proof.OffSeason():
		return OfferSeason
	}
	return OfferNone
}

// Reasoned says whether an offer covers fewer lead times than the threshold and
// has a reason for it. A bulk action leaves such offers out, unless a person
// asks for them.
func (o Offer) Reasoned() bool { return o == OfferEnough || o == OfferSlower || o == OfferSeason }

// Contradicted says whether the last year's sales contradict the suggestion and
// no reason is known, so that it is offered nowhere in place of a threshold.
func (s Suggestion) Contradicted(threshold int) bool {
	return s.Known && s.Point != threshold && s.Offered(threshold) == OfferNone
}

// ReorderPoint returns the stock at which to order. It is the suggested point.
// It is the threshold if the suggestion is [Suggestion.Contradicted], so that a
// reorder sheet does not use a point that no list offers.
func (s Suggestion) ReorderPoint(threshold int) int {
	if s.Contradicted(threshold) {
		return threshold
	}
	return s.Point
}
