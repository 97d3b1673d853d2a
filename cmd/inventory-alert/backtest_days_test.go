package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/demand"
)

// Coverage by month and by half year is that of the decisions that begin in it,
// without items for which nothing is promised.
func TestBacktestMonths(t *testing.T) {
	t.Parallel()
	printed, made := runBacktest(t, sales(), "--lead", "7,28", "--every", "5")
	want := map[string][]float64{} // by span, lead and class: windows, covered
	for i, record := range records(t, made) {
		if i == 0 || record[4] == "unknown" || record[8] == "0" {
			continue
		}
		day, err := time.Parse(time.DateOnly, record[1])
		if err != nil {
			t.Fatal(err)
		}
		half := fmt.Sprintf("%d-H%d", day.Year(), (int(day.Month())+5)/6)
		for _, span := range []string{day.Format("2006-01"), half} {
			for _, class := range []string{"all", record[4]} {
				key := span + " " + record[2] + " " + class
				if want[key] == nil {
					want[key] = make([]float64, 2)
				}
				want[key][0]++
				if number(t, record[7]) <= number(t, record[6]) {
					want[key][1]++
				}
			}
		}
	}
	got := map[string]string{}
	var header []string
	for line := range strings.Lines(printed) {
		f := strings.Fields(line)
		if len(f) == 11 && f[0] == "begin" { // "begin in" and "pinball loss" are one column each
			header = f[6:]
		}
		if len(f) != 9 || header == nil {
			continue
		}
		for i, class := range header {
			if f[4+i] != "-" {
				got[f[0]+" "+f[1]+" "+class] = f[4+i]
			}
		}
		if of := want[f[0]+" "+f[1]+" all"]; of == nil || f[2] != strconv.Itoa(int(of[0])) {
			t.Errorf("%s windows are printed, want %v: %s", f[2], of, line)
		}
	}
	wanted := map[string]string{}
	for key, of := range want {
		wanted[key] = fmt.Sprintf("%.1f", 100*of[1]/of[0])
	}
	if diff := cmp.Diff(wanted, got); diff != "" || len(got) < 50 {
		t.Errorf("%d results; mismatch (-want +got):\n%s", len(got), diff)
	}
}

// An item whose last line is earlier than the file's goes on without sales, so
// that all items are asked on the same days.
func TestBacktestCommonEnd(t *testing.T) {
	t.Parallel()
	made := filepath.Join(t.TempDir(), "made.csv")
	content := daily("long", 400) + strings.TrimPrefix(daily("short", 300), "item,date,units\n")
	code, printed, stderr := backtestFile(t.Context(), t, content, "--out", made, "--lead", "7", "FILE")
	if code != 0 || !strings.Contains(printed, "2 items, 800 item-days from 2025-01-01 to 2026-02-04") {
		t.Fatalf("exit code %d\n%s%s", code, stderr, printed)
	}
	text, err := os.ReadFile(made)
	if err != nil {
		t.Fatal(err)
	}
	days := map[string][]string{}
	for _, record := range records(t, string(text)) {
		days[record[0]] = append(days[record[0]], record[1])
		if record[0] == "short" && record[1] >= "2025-10-28" && record[7] != "0" {
			t.Errorf("sold after its last line: %v", record)
		}
	}
	if diff := cmp.Diff(days["long"], days["short"]); diff != "" || len(days["long"]) != 26 {
		t.Errorf("mismatch (-long +short):\n%s", diff)
	}
}

// With --until the file is as if it ended there.
func TestBacktestUntil(t *testing.T) {
	t.Parallel()
	whole := daily("a", 400) + "late,2026-02-01,1\n"
	cut := daily("a", 300)
	_, want, _ := backtestFile(t.Context(), t, cut, "FILE")
	code, got, stderr := backtestFile(t.Context(), t, whole, "--until", "2025-10-27", "FILE")
	if code != 0 || got != want || stderr != "backtest: 1 items begin after 2025-10-27 and are left out\n" {
		t.Errorf("exit code %d, %q\n%s\nwant\n%s", code, stderr, got, want)
	}
}

// A decision knows as many days as the nightly forecasts load, and --look-back changes
// that.
func TestBacktestLookBack(t *testing.T) {
	t.Parallel()
	o, err := readBacktest([]string{"sales.csv"}, io.Discard, io.Discard)
	if err != nil || o.Known != demand.Days {
		t.Errorf("%d days are known, and the nights load %d; %v", o.Known, demand.Days, err)
	}
	var content strings.Builder
	content.WriteString("item,date,units\n")
	begin := time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)
	const days = 1000
	for day := range days {
		units := 3
		if day < 500 {
			units = 40 * (day % 2)
		}
		fmt.Fprintf(&content, "a,%s,%d\n", begin.AddDate(0, 0, day).Format(time.DateOnly), units)
	}
	decisions := func(args ...string) string {
		made := filepath.Join(t.TempDir(), "made.csv")
		if code, _, stderr := backtestFile(t.Context(), t, content.String(), append(args, "--out", made, "--last", "60", "FILE")...); code != 0 {
			t.Fatalf("exit code %d\n%s", code, stderr)
		}
		text, err := os.ReadFile(made)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	nights, same, more := decisions(), decisions("--look-back", strconv.Itoa(demand.Days)), decisions("--look-back", "1000")
	if nights != same {
		t.Error("without --look-back the decisions differ from those with the days of the nights")
	}
	if demand.Days < days-60-500 && nights == more {
		t.Error("--look-back changes nothing")
	}
	if less := decisions("--look-back", "50"); less == nights {
		t.Error("--look-back changes nothing")
	}
}
