package purchase

import "testing"

// took is an order that was sent on 2 November and came whole after some days;
// a negative number: it has not come.
func took(order int64, after int) Record {
	r := Record{Order: order, Origin: OriginSheet, SentOn: day("2026-11-02"), PromisedOn: day("2026-11-09"), Ordered: 100}
	if after >= 0 {
		r.Came = []Came{{day("2026-11-02").AddDate(0, 0, after), 100}}
	}
	return r
}

// TestLeadTimeOfTheWorkedExample: 6, 7, 7 and 9 days, and one order open since
// 15. The mean of the finished ones is 7.25. With the open one the median is 7,
// P80 is 9 and P90 is 15 or more; without it P90 would be 9.
func TestLeadTimeOfTheWorkedExample(t *testing.T) {
	t.Parallel()
	today := day("2026-11-17") // 15 days after the sending
	finished := []Record{took(1, 6), took(2, 7), took(3, 7), took(4, 9)}
	l := LeadOf(append(finished, took(5, -1)), today)
	want := Lead{
		Finished: 4, Open: 1, Shortest: 6, Longest: 9, Median: Quantile{Days: 7}, P80: Quantile{Days: 9},
		P90: Quantile{Days: 15, AtLeast: true}, First: Quantile{Days: 7},
	}
	if l != want {
		t.Errorf("computed %+v, should be %+v", l, want)
	}
	if days, is := l.Propose(); !is || days != 7 {
		t.Errorf("proposes %d (%v), should be 7", days, is)
	}
	sum := 0
	for i := range finished {
		sum += days(finished[i].SentOn, finished[i].fullOn(100))
	}
	if mean := float64(sum) / 4; mean != 7.25 {
		t.Errorf("the mean of the example is %v", mean)
	}
	if without := LeadOf(finished, today); without.P90 != (Quantile{Days: 9}) {
		t.Errorf("without the open order P90 is %+v, should be 9", without.P90)
	}
}

// TestWhatALeadTimeCounts: each row is one order and its number of days.
func TestWhatALeadTimeCounts(t *testing.T) {
	t.Parallel()
	line := func(change func(*Record)) []Record {
		r := took(1, -1)
		change(&r)
		return []Record{r}
	}
	came := func(list ...Came) func(*Record) { return func(r *Record) { r.Came = list } }
	sixty, none := 60, 0
	for _, test := range []struct {
		what           string
		of             []Record
		finished, open int
		days           int
	}{
		{"received on Friday, typed on Monday with Friday's date", line(came(Came{day("2026-11-06"), 100})), 1, 0, 4},
		{"a draft of 28 October, sent on 2 November", line(came(Came{day("2026-11-09"), 100})), 1, 0, 7},
		{"95 % on day 5, the rest on day 20", line(came(Came{day("2026-11-07"), 95}, Came{day("2026-11-22"), 5})), 1, 0, 5},
		{"a part on day 5, the rest on day 20", line(came(Came{day("2026-11-07"), 60}, Came{day("2026-11-22"), 40})), 1, 0, 20},
		{"60 confirmed and come", line(func(r *Record) { r.Confirmed, r.Came = &sixty, []Came{{day("2026-11-07"), 60}} }), 1, 0, 5},
		{"refused", line(func(r *Record) { r.Confirmed = &none }), 0, 0, 0},
		{"open for 23 days", line(func(*Record) {}), 0, 1, 23},
		{"cancelled after 10 days", line(func(r *Record) { r.EndedOn = day("2026-11-12") }), 0, 1, 10},
		{"noted, nothing came", line(func(r *Record) { r.Origin = OriginNoted }), 0, 0, 0},
		{"noted, and it came", line(func(r *Record) { r.Origin, r.Came = OriginNoted, []Came{{day("2026-11-07"), 100}} }), 1, 0, 5},
		{
			"a surplus on one line, and nothing of the other", []Record{
				took(1, -1), {Order: 1, Origin: OriginSheet, SentOn: day("2026-11-02"), Ordered: 10, Came: []Came{{day("2026-11-05"), 120}}},
			}, 0, 1, 23,
		},
		{"two lines of one order", []Record{took(1, 4), took(1, 9)}, 1, 0, 9},
	} {
		l := LeadOf(test.of, day("2026-11-25"))
		if l.Finished != test.finished || l.Open != test.open || l.Median.Days != test.days || l.Median.AtLeast != (test.finished == 0) {
			t.Errorf("%s: %+v, should be %d finished, %d open, %d days", test.what, l, test.finished, test.open, test.days)
		}
	}
}

// TestALeadTimeIsProposedFromThree: fewer finished orders, or a half that has
// not come, propose nothing.
func TestALeadTimeIsProposedFromThree(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		what    string
		of      []Record
		days    int
		is      bool
		missing int
	}{
		{"two", []Record{took(1, 5), took(2, 6)}, 0, false, 1},
		{"three", []Record{took(1, 5), took(2, 6), took(3, 8)}, 6, true, 0},
		{"three on the same day", []Record{took(1, 0), took(2, 0), took(3, 0)}, 1, true, 0},
		{"three and five that have not come", []Record{took(1, 5), took(2, 6), took(3, 8), took(4, -1), took(5, -1), took(6, -1), took(7, -1), took(8, -1)}, 0, false, 0},
	} {
		l := LeadOf(test.of, day("2026-12-20"))
		if days, is := l.Propose(); days != test.days || is != test.is || l.Missing() != test.missing {
			t.Errorf("%s: proposes %d (%v), %d missing; should be %d (%v), %d", test.what, days, is, l.Missing(), test.days, test.is, test.missing)
		}
	}
}
