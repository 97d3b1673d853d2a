package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// sales returns 400 days of four items, one line for each day: regular sales,
// rare sales, an item that is out of stock at times, and a new item.
func sales() (lines []string) {
	rnd := rand.New(rand.NewPCG(3, 3))
	begin := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	for day := range 400 {
		date := begin.AddDate(0, 0, day).Format(time.DateOnly)
		rare, out := 0, day%50 >= 45
		if rnd.IntN(6) == 0 {
			rare = 1 + rnd.IntN(3)
		}
		lines = append(lines, fmt.Sprintf("even,%s,%d,1", date, 5+rnd.IntN(6)))
		if rare > 0 || day == 0 || day == 399 { // days without a line are days without a sale
			lines = append(lines, fmt.Sprintf("rare,%s,%d,1", date, rare))
		}
		if out {
			lines = append(lines, fmt.Sprintf(`"sells, out",%s,0,0`, date))
		} else {
			lines = append(lines, fmt.Sprintf(`"sells, out",%s,%d,1`, date, rnd.IntN(4)))
		}
		if day > 340 {
			lines = append(lines, fmt.Sprintf("new,%s,%d,1", date, rnd.IntN(3)))
		}
	}
	return lines
}

// runBacktest runs the command on lines. It returns the printed text and the
// decisions.
func runBacktest(t *testing.T, lines []string, args ...string) (printed, decisions string) {
	t.Helper()
	dir := t.TempDir()
	file, out := filepath.Join(dir, "sales.csv"), filepath.Join(dir, "decisions.csv")
	if err := os.WriteFile(file, []byte("item,date,units,in_stock\n"+strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), append([]string{"backtest", file, "--out", out}, args...), func(string) string { return "" }, &stdout, &stderr); code != 0 {
		t.Fatalf("exit code %d\n%s", code, stderr.String())
	}
	made, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return stdout.String(), string(made)
}

// The printed values are the sums of the decisions, and the sales in the
// decisions are those in the file.
func TestBacktest(t *testing.T) {
	t.Parallel()
	lines := sales()
	printed, made := runBacktest(t, lines, "--level", "0.9,0.95", "--lead=7,28")
	sold := map[string]int{}
	for _, record := range records(t, strings.Join(lines, "\n")) {
		units, err := strconv.Atoi(record[2])
		if err != nil {
			t.Fatal(err)
		}
		sold[record[0]+record[1]] += units
	}
	sums, leftOut := addUp(t, made, sold)
	level := ""
	for line := range strings.Lines(printed) {
		f := strings.Fields(line)
		if len(f) == 4 && f[0] == "Service" {
			level = strconv.FormatFloat(number(t, f[2])/100, 'f', -1, 64)
		}
		if len(f) != 15 || f[0] == "class" || f[2] == "0" {
			continue
		}
		key := fmt.Sprintf("%s %s %s", level, f[0], f[1])
		s := sums[key]
		delete(sums, key)
		if got := []string{f[2], f[3], f[7], f[11]}; !cmp.Equal(got, []string{
			fmt.Sprintf("%.0f", s.windows), fmt.Sprintf("%.1f", 100*s.covered/s.windows), fmt.Sprintf("%.3f", s.loss/s.windows), fmt.Sprintf("%.1f", s.threshold/s.windows),
		}) {
			t.Errorf("%s: %v printed of %+v", key, got, s)
		}
	}
	if len(sums) > 0 {
		t.Errorf("not printed: %v\n%s", sums, printed)
	}
	if leftOut == 0 || !strings.Contains(printed, fmt.Sprintf("At 90 %%, %d windows are left out", leftOut/2)) {
		t.Errorf("%d are left out\n%s", leftOut, printed)
	}
}

// sum holds the totals of the decisions of a level, class and lead time.
type sum struct{ windows, covered, loss, threshold float64 }

// addUp adds up decisions, and compares the sales in them with the real sales.
func addUp(t *testing.T, made string, sold map[string]int) (sums map[string]sum, leftOut int) {
	t.Helper()
	sums = map[string]sum{}
	for i, record := range records(t, made) {
		if i == 0 {
			if diff := cmp.Diff(strings.Split("item,origin,lead,level,class,velocity,threshold,actual,in_stock", ","), record); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
			continue
		}
		lead, level, threshold, actual := number(t, record[2]), number(t, record[3]), number(t, record[6]), number(t, record[7])
		origin, err := time.Parse(time.DateOnly, record[1])
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		for day := range int(lead) {
			want += sold[record[0]+origin.AddDate(0, 0, day).Format(time.DateOnly)]
		}
		if actual != float64(want) {
			t.Errorf("%v: sold %d", record, want)
		}
		if record[8] == "0" {
			leftOut++
			continue
		}
		key := fmt.Sprintf("%s %s %s", record[3], record[4], record[2])
		s := sums[key]
		s.windows++
		if actual <= threshold {
			s.covered++
		}
		s.loss += math.Max(level*(actual-threshold), (1-level)*(threshold-actual))
		s.threshold += threshold
		sums[key] = s
	}
	return sums, leftOut
}

// The order of lines does not matter. It also does not matter whether a day's
// units are in one line or in several.
func TestBacktestOrder(t *testing.T) {
	t.Parallel()
	_, ordered := runBacktest(t, sales())
	mixed := sales()
	part := strings.Split(mixed[0], ",")
	units := int(number(t, part[2]))
	mixed[0] = fmt.Sprintf("%s,%s,%d,1", part[0], part[1], units-1)
	mixed = append(mixed, fmt.Sprintf("%s,%s,1,1", part[0], part[1]))
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
	_, shuffled := runBacktest(t, mixed)
	byItem := func(text string) map[string][]string {
		all := map[string][]string{}
		for line := range strings.Lines(text) {
			item, _, _ := strings.Cut(line, ",20")
			all[item] = append(all[item], line)
		}
		return all
	}
	if diff := cmp.Diff(byItem(ordered), byItem(shuffled)); diff != "" {
		t.Errorf("mismatch (-ordered +shuffled):\n%s", diff)
	}
}

func TestBacktestInput(t *testing.T) {
	t.Parallel()
	const header = "item,date,units\n"
	for name, test := range map[string]struct {
		text string
		args []string
		code int
		want string
	}{
		"no file named":      {"", []string{}, 2, "inventory-alert backtest ["},
		"two files":          {"", []string{"a", "b"}, 2, "inventory-alert backtest ["},
		"unknown flag":       {"", []string{"--lag", "3", "FILE"}, 2, "-lag"},
		"no such file":       {"", []string{"FILE.missing"}, 1, "no such file"},
		"lead of nothing":    {header, []string{"--lead", "7,0", "FILE"}, 2, `--lead: "0"`},
		"level in percent":   {header, []string{"--level", "95", "FILE"}, 2, `--level: "95"`},
		"no days":            {header, []string{"--every", "0", "--last", "-1", "--look-back", "0", "FILE"}, 2, "--every: at least 1 day\n--last: at least 1 day\n--look-back: at least 1 day"},
		"until no day":       {header, []string{"--until", "2026-02-30", "FILE"}, 2, `--until: "2026-02-30" is no day`},
		"until too late":     {header + "a,2026-01-01,1\n", []string{"--until", "2026-01-02", "FILE"}, 2, "--until 2026-01-02: the last line of the file is of 2026-01-01"},
		"until too early":    {header + "a,2026-01-03,1\n", []string{"--until", "2026-01-02", "FILE"}, 2, "--until 2026-01-02: the first line of the file is of 2026-01-03"},
		"no text":            {header + "a,2026-01-03,1\nb\xff\xff,2026-01-01,1\n", nil, 2, "the file is text in none of UTF-8, UTF-16 and CP949"},
		"binary":             {"PK\x03\x04\x00\x00", nil, 2, "the file is text in none of UTF-8, UTF-16 and CP949"},
		"empty":              {"", nil, 2, "line 1: the file is empty"},
		"header alone":       {header, nil, 2, "no lines but its header"},
		"column missing":     {"item,date\n", nil, 2, "line 1: a column is missing; the first line has to name"},
		"other header":       {"품목,날짜,units\n", nil, 2, `line 1: a column is missing beside "품목", "날짜"; the first line has to name`},
		"column twice":       {"item,date,units,Units\n", nil, 2, `line 1: column "units" twice`},
		"fields":             {header + "a,2026-01-01,1\na,2026-01-02\n", nil, 2, "line 3: 2 fields where the header has 3"},
		"date":               {header + "a,01.02.2026,1\n", nil, 2, `line 2: date "01.02.2026" is no day`},
		"day that is none":   {header + "a,2026-02-30,1\n", nil, 2, `line 2: date "2026-02-30"`},
		"units":              {header + "a,2026-01-01,x\na,2026-01-01,NaN\na,2026-01-01,-1\na,2026-01-01,1.5\na,2026-01-01,1e12\n", nil, 2, "line 2: units \"x\" is no number\nline 3: units \"NaN\" is no number\nline 4: units \"-1\" is below 0"},
		"item":               {header + " ,2026-01-01,1\n", nil, 2, "line 2: item is empty"},
		"in_stock":           {"item,date,units,in_stock\na,2026-01-01,1,maybe\n", nil, 2, `line 2: in_stock "maybe" is neither 1 nor 0`},
		"quote":              {header + "a,2026-01-01,1\n\"b,2026-01-01,1\n", nil, 2, "line 3: extraneous or missing"},
		"a hundred years":    {header + "a,1900-01-01,1\na,2026-01-01,1\n", nil, 2, "line 2 is of 1900-01-01 and line 3 of 2026-01-01: more than a hundred years"},
		"at most ten":        {header + strings.Repeat("a,b,c\n", 50), nil, 2, "line 11: date \"b\" is no day such as 2026-01-31\nand maybe more"},
		"too short":          {header + "a,2026-01-01,1\na,2026-01-03,1\n", nil, 2, "no decision could be made"},
		"spaces and a mark":  {"\ufeffDate, item ,UNITS\n2026-01-01,a,3\n2026-02-01, a,3.0\n", []string{"--every", "7", "FILE"}, 0, "1 items, 32 item-days from 2026-01-01 to 2026-02-01"},
		"options after file": {header + "a,2026-01-01,3\na,2026-02-01,3\n", []string{"FILE", "--lead", "3"}, 0, "Decisions every 14 days"},
		"mark and quotes":    {"\ufeff\"item\",date,units\na,2026-01-01,3\na,2026-02-01,3\n", nil, 0, "1 items, 32 item-days"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "sales.csv")
			if err := os.WriteFile(file, []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			args := []string{"backtest"}
			if test.args == nil {
				test.args = []string{"FILE"}
			}
			for _, arg := range test.args {
				args = append(args, strings.Replace(arg, "FILE", file, 1))
			}
			var out, errs bytes.Buffer
			code := run(t.Context(), args, func(string) string { return "" }, &out, &errs)
			if text := out.String() + errs.String(); code != test.code || !strings.Contains(text, test.want) {
				t.Errorf("exit code %d, want %d with %q\n%s", code, test.code, test.want, text)
			}
		})
	}
}

func records(t *testing.T, text string) [][]string {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func number(t *testing.T, text string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}
