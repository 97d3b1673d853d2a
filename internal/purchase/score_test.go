package purchase

import (
	"testing"
	"time"
)

func day(text string) time.Time {
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return d
}

// sent is a line of a document that was sent on 2 November and promised for
// Monday, 9 November.
func sent(order int64, ordered int, came ...Came) Record {
	return Record{Order: order, Origin: OriginSheet, SentOn: day("2026-11-02"), PromisedOn: day("2026-11-09"), Ordered: ordered, Came: came}
}

// TestScoreOfTheWorkedExample: one line whole and on time, one with 40 of 100
// three days late, one of 50 refused. The share of lines is 33 %, that of pieces
// 64 %. A rate over the lines of which something came would be 80 %.
func TestScoreOfTheWorkedExample(t *testing.T) {
	t.Parallel()
	none := 0
	refused := sent(1, 50)
	refused.Confirmed = &none
	records := []Record{
		sent(1, 100, Came{day("2026-11-09"), 100}),
		sent(1, 100, Came{day("2026-11-09"), 60}, Came{day("2026-11-12"), 40}),
		refused,
	}
	s := ScoreOf(records, day("2026-11-20"))
	if s.Lines != 3 || s.Kept != 1 || s.Late != 1 || s.Short != 1 {
		t.Errorf("counted %+v, should be one kept, one late, one short", s)
	}
	if s.Percent(s.Kept) != 33 || s.PiecesPercent() != 64 {
		t.Errorf("%d %% of the lines and %d %% of the pieces, should be 33 and 64", s.Percent(s.Kept), s.PiecesPercent())
	}
	if s.Known() || s.Missing() != 2 {
		t.Errorf("three lines are a judgement (%v), or %d are missing and not 2", s.Known(), s.Missing())
	}
	ordered, onTime := 0, 0
	for i := range records { // the rate that is not shown
		if len(records[i].Came) > 0 {
			ordered, onTime = ordered+records[i].Ordered, onTime+records[i].by(day("2026-11-09"))
		}
	}
	if got := percentOf(onTime, ordered); got != 80 || got == s.PiecesPercent() || got == s.Percent(s.Kept) {
		t.Errorf("the rate without refused lines is %d %%", got)
	}
}

// TestWhatAScoreCounts: each row is one line, and what it counts as.
func TestWhatAScoreCounts(t *testing.T) {
	t.Parallel()
	with := func(r Record, change func(*Record)) Record { change(&r); return r }
	some := 94
	for _, test := range []struct {
		what              string
		of                Record
		today             string
		kept, late, short int
	}{
		{"came early", sent(1, 100, Came{day("2026-11-05"), 100}), "2026-11-06", 1, 0, 0},
		{"came one working day later", sent(1, 100, Came{day("2026-11-10"), 100}), "2026-11-20", 1, 0, 0},
		{"came two working days later", sent(1, 100, Came{day("2026-11-11"), 100}), "2026-11-20", 0, 1, 0},
		{"95 % came", sent(1, 100, Came{day("2026-11-09"), 95}), "2026-11-20", 1, 0, 0},
		{"94 % came", sent(1, 100, Came{day("2026-11-09"), 94}), "2026-11-20", 0, 1, 0},
		{"open, its time is not over", sent(1, 100), "2026-11-10", 0, 0, 0},
		{"open and late", sent(1, 100), "2026-11-11", 0, 1, 0},
		{"94 offered", with(sent(1, 100), func(r *Record) { r.Confirmed = &some }), "2026-11-03", 0, 0, 1},
		{"the rest was given up", with(sent(1, 100, Came{day("2026-11-09"), 60}), func(r *Record) { r.GivenUp = 40 }), "2026-11-20", 0, 0, 1},
		{"closed with a part of it", with(sent(1, 100, Came{day("2026-11-09"), 60}), func(r *Record) { r.EndedOn = day("2026-11-09") }), "2026-11-20", 0, 0, 1},
		{"cancelled before its time", with(sent(1, 100), func(r *Record) { r.EndedOn = day("2026-11-04") }), "2026-11-20", 0, 0, 0},
		{"cancelled because it was late", with(sent(1, 100), func(r *Record) { r.EndedOn = day("2026-11-18") }), "2026-11-20", 0, 0, 1},
		{"only noted", with(sent(1, 100), func(r *Record) { r.Origin = OriginNoted }), "2026-11-20", 0, 0, 0},
		{"promised on a Friday, came on Monday", with(sent(1, 100, Came{day("2026-11-09"), 100}), func(r *Record) { r.PromisedOn = day("2026-11-06") }), "2026-11-20", 1, 0, 0},
	} {
		s := ScoreOf([]Record{test.of}, day(test.today))
		if s.Kept != test.kept || s.Late != test.late || s.Short != test.short || s.Lines != test.kept+test.late+test.short {
			t.Errorf("%s: kept %d, late %d, short %d of %d; should be %d, %d, %d", test.what, s.Kept, s.Late, s.Short, s.Lines, test.kept, test.late, test.short)
		}
	}
}

// TestAHolidayExtendsTheTime: a line may come until the first working day after
// the promise. 9 October, a Friday, is a holiday of Korea.
func TestAHolidayExtendsTheTime(t *testing.T) {
	t.Parallel()
	r := Record{Origin: OriginSheet, SentOn: day("2026-10-01"), PromisedOn: day("2026-10-08"), Ordered: 10, Came: []Came{{day("2026-10-12"), 10}}}
	if s := ScoreOf([]Record{r}, day("2026-10-20")); s.Kept != 1 {
		t.Errorf("counted %+v, should be kept", s)
	}
	r.Came[0].On = day("2026-10-13")
	if s := ScoreOf([]Record{r}, day("2026-10-20")); s.Late != 1 {
		t.Errorf("counted %+v, should be late", s)
	}
}

// TestTheMedianDelayCountsOpenLines: two on time, one 4 days late, two still
// open after 11 days: the median is 4, and without the open ones it would be 0.
func TestTheMedianDelayCountsOpenLines(t *testing.T) {
	t.Parallel()
	on, late := Came{day("2026-11-09"), 10}, Came{day("2026-11-13"), 10}
	s := ScoreOf([]Record{sent(1, 10, on), sent(2, 10, on), sent(3, 10, late), sent(4, 10), sent(5, 10)}, day("2026-11-20"))
	if !s.Known() || s.Delay != (Quantile{Days: 4}) || s.Kept != 2 || s.Late != 3 {
		t.Errorf("counted %+v", s)
	}
}

// TestDelayOfASupplier: the delay of four of five lines; too few lines have none.
func TestDelayOfASupplier(t *testing.T) {
	t.Parallel()
	came := func(days int) Record { return sent(1, 10, Came{day("2026-11-09").AddDate(0, 0, days), 10}) }
	today := day("2026-12-20")
	for _, test := range []struct {
		what  string
		of    []Record
		late  int
		known bool
	}{
		{"four lines", []Record{came(0), came(1), came(2), came(3)}, 0, false},
		{"five lines", []Record{came(0), came(1), came(2), came(3), came(9)}, 3, true},
		{"always early", []Record{came(-2), came(-2), came(-1), came(0), came(0)}, 1, true},
		{"two never came", []Record{came(0), came(0), came(1), sent(1, 10), sent(1, 10)}, 41, true},
	} {
		if late, known := DelayOf(test.of, today); late != test.late || known != test.known {
			t.Errorf("%s: %d days, known %v; should be %d, %v", test.what, late, known, test.late, test.known)
		}
	}
}
