package story

import (
	"fmt"
	"strings"

	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

// soldGraph is what an item sold, day by day.
func soldGraph(l words.Locale) *views.Graph {
	var bars strings.Builder
	for n := range 400 {
		if n > 150 && n < 162 || n%5 == 3 {
			continue
		}
		fmt.Fprintf(&bars, "M%d 120V%dh1V120Z", n, 116-(n*37%67)-n%11)
	}
	return &views.Graph{
		ID: "sold", Title: l.T("graph.sold", 400), Width: "400", Max: "14", Min: "0", Labels: []string{"2025년 10월 18일 (토)", "11월 21일 (토)"},
		Summary: l.T("graph.sold_summary", 400, 812, 14, "10월 2일 (금)"), Note: l.T("graph.sold_guess_how"),
		Shapes: []views.GraphShape{
			{Kind: "event", Path: "M122 0H125V120H122ZM333 0H336V120H333Z"}, {Kind: "gone", Path: "M388 0H391V120H388Z"}, {Kind: "guess", Path: "M151 0H162V120H151Z"}, {Kind: "bar", Path: bars.String()},
		},
		Legend: []views.GraphLegend{
			{Kind: "bar", Text: l.T("graph.sold_bar", 812)}, {Kind: "event", Text: l.T("graph.sold_event", 2)}, {Kind: "gone", Text: l.T("graph.sold_out", 3)}, {Kind: "guess", Text: l.T("graph.sold_guess", 11)},
		},
		Table: views.GraphTable{Heads: []string{l.T("graph.week"), l.T("graph.units"), l.T("graph.remark")}, Text: true, Rows: [][]string{{"11월 15일 (일) ~ 11월 21일 (토)", "18", ""}, {"11월 8일 (일) ~ 11월 14일 (토)", "9", l.T("graph.sold_out", 3)}, {"9월 20일 (일) ~ 9월 26일 (토)", "21", l.T("holiday.chuseok")}}},
	}
}

// fanGraph is a stock, and what will be left of it.
func fanGraph(l words.Locale) *views.Graph {
	return &views.Graph{
		ID: "fan", Title: l.T("graph.fan", 30), Width: "600", Max: "42", Min: "0", Labels: []string{"10월 23일 (금)", "12월 22일 (화)"},
		Summary: l.T("graph.fan_summary", 30, 24, "12월 22일 (화)", 0, 0, 6), Note: l.T("graph.fan_note"),
		Shapes: []views.GraphShape{
			{Kind: "fan", Path: "M300 51L400 66L500 88L600 103L600 120L500 120L430 120L370 94L300 51Z"},
			{Kind: "now", Path: "M300 0V120"},
			{Kind: "limit", Path: "M0 106H600"},
			{Kind: "level", Path: "M0 10H40V26H75V40H130V18H170V36H250V51H300"},
			{Kind: "middle", Path: "M300 51L400 83L500 112L540 120L600 120"},
		},
		Legend: []views.GraphLegend{{Kind: "level", Text: l.T("graph.fan_past", 30)}, {Kind: "middle", Text: l.T("graph.fan_middle")}, {Kind: "fan", Text: l.T("graph.fan_range")}, {Kind: "now", Text: l.T("graph.today")}, {Kind: "limit", Text: l.T("chart.limit", 5)}},
		Table: views.GraphTable{
			Heads: []string{l.T("graph.day"), l.T("graph.fan_fast"), l.T("graph.fan_middle"), l.T("graph.fan_slow")},
			Rows:  [][]string{{"11월 30일 (월)", "12", "17", "20"}, {"12월 5일 (토)", "0", "11", "17"}, {"12월 22일 (화)", "0", "0", "6"}},
		},
	}
}

// reportGraphs are three months beside each other.
func reportGraphs(l words.Locale) []views.Graph {
	labels := []string{l.T("graph.month", 9), l.T("graph.month", 10), l.T("graph.month", 11)}
	bar := func(month int, from, to float64) string {
		return fmt.Sprintf("M%d %.1fV%.1fh32V%.1fZ", 60*month+14, 120-1.2*from, 120-1.2*to, 120-1.2*from)
	}
	return []views.Graph{
		{
			ID: "promise", Title: l.T("graph.promise"), Summary: l.T("graph.promise") + ": 44%, 71%, 63%", Width: "180", Max: "100%", Min: "0%", Labels: labels,
			Shapes: []views.GraphShape{{Kind: "kept", Path: bar(0, 0, 44) + bar(1, 0, 71) + bar(2, 0, 63)}}, Legend: []views.GraphLegend{{Kind: "kept", Text: l.T("graph.promise_bar")}},
			Table: views.GraphTable{Heads: []string{l.T("report.months"), l.T("report.kept"), l.T("report.sellouts"), l.T("graph.share")}, Rows: [][]string{{labels[0], "8", "18", "44%"}, {labels[1], "22", "31", "71%"}, {labels[2], "15", "24", "63%"}}},
		},
		{
			ID: "announced", Title: l.T("graph.announced"), Summary: l.T("graph.announced"), Width: "180", Max: "31", Min: "0", Labels: labels,
			Shapes: []views.GraphShape{
				{Kind: "kept", Path: bar(0, 0, 26) + bar(1, 0, 71) + bar(2, 0, 48)},
				{Kind: "late", Path: bar(0, 26, 42) + bar(1, 71, 90) + bar(2, 48, 64)},
				{Kind: "at-out", Path: bar(0, 42, 52) + bar(1, 90, 97) + bar(2, 64, 71)},
				{Kind: "missed", Path: bar(0, 52, 58) + bar(1, 97, 100) + bar(2, 71, 77)},
			},
			Legend: []views.GraphLegend{{Kind: "kept", Text: l.T("report.kept") + " 45"}, {Kind: "late", Text: l.T("report.late") + " 16"}, {Kind: "at-out", Text: l.T("report.at_out") + " 7"}, {Kind: "missed", Text: l.T("report.missed") + " 5"}},
			Table: views.GraphTable{
				Heads: []string{l.T("report.months"), l.T("report.kept"), l.T("report.late"), l.T("report.at_out"), l.T("report.missed"), l.T("graph.lead_days")},
				Rows:  [][]string{{labels[0], "8", "5", "3", "2", l.T("outlook.days", 7)}, {labels[1], "22", "6", "2", "1", l.T("outlook.days", 7)}, {labels[2], "15", "5", "2", "2", l.T("outlook.days", 7)}},
			},
		},
	}
}

func reportLost(l words.Locale) *views.ReportLost {
	return &views.ReportLost{
		Headline: l.T("report.lost", 84, l.About(words.Won, 1_310_000)), Range: l.T("report.lost_range_money", 66, 102, 9, 41, l.About(words.Won, 1_020_000), l.About(words.Won, 1_600_000)),
		How: l.T("report.lost_until", "11월 21일 (토)") + " " + l.T("report.lost_how", 60),
	}
}
