package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// testNames returns the names of all Go tests.
func testNames(t *testing.T) map[string]bool {
	t.Helper()
	names, form := map[string]bool{}, regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	for _, top := range []string{"cmd", "internal", "views", "static", "migrations", ".ci"} {
		err := filepath.WalkDir(filepath.Join("..", "..", top), func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, "_test.go") {
				return err
			}
			content, err := os.ReadFile(path)
			for _, found := range form.FindAllStringSubmatch(string(content), -1) {
				names[found[1]] = true
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return names
}

// anchor is the name that a heading of Markdown has in an address.
func anchor(heading string) string {
	kept := regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(strings.ToLower(heading), "")
	return strings.ReplaceAll(strings.TrimSpace(kept), " ", "-")
}

// linksTo reports whether a link of a document in docs leads to a file of the
// repository, and to a heading if it names one.
func linksTo(t *testing.T, link string) bool {
	t.Helper()
	if strings.HasPrefix(link, "https://") {
		return true
	}
	name, section, inside := strings.Cut(link, "#")
	content, err := os.ReadFile(filepath.Join("..", "..", "docs", name))
	if err != nil || !inside {
		return err == nil
	}
	for _, heading := range regexp.MustCompile(`(?m)^#+ (.+)$`).FindAllStringSubmatch(string(content), -1) {
		if anchor(heading[1]) == section {
			return true
		}
	}
	return false
}

// TestASVS checks docs/asvs.md and docs/security.md: each named test and section
// exists, each requirement stands once and has something that holds it, all of
// level 1 is met, and the sums at the top are right.
func TestASVS(t *testing.T) {
	t.Parallel()
	table, names := document(t, "docs/asvs.md"), testNames(t)
	for _, text := range []string{table, document(t, "docs/security.md")} {
		for _, found := range regexp.MustCompile("`(Test\\w+)`").FindAllStringSubmatch(text, -1) {
			if !names[found[1]] {
				t.Errorf("no test is named %s", found[1])
			}
		}
		for _, found := range regexp.MustCompile("`(\\w+\\.spec\\.js)`").FindAllStringSubmatch(text, -1) {
			if _, err := os.Stat(filepath.Join("..", "..", "e2e", found[1])); err != nil {
				t.Error(err)
			}
		}
		for _, found := range regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(text, -1) {
			if !linksTo(t, found[1]) {
				t.Errorf("%s leads nowhere", found[1])
			}
		}
	}
	seen, met, first, firstMet := map[string]bool{}, 0, 0, 0
	for _, row := range regexp.MustCompile(`(?m)^\| (\d+\.\d+\.\d+) \| ([12]) \| (met|not met) \| (.*) \|$`).FindAllStringSubmatch(table, -1) {
		id, level, state, held := row[1], row[2], row[3], strings.TrimSpace(row[4])
		if seen[id] || len(held) < 4 {
			t.Errorf("%s stands twice, or has nothing that holds it: %q", id, held)
		}
		seen[id] = true
		if state == "met" {
			met++
		}
		if level == "1" {
			first++
			if state == "met" {
				firstMet++
			}
		}
	}
	_, without, _ := strings.Cut(table, "## Not applicable")
	other := len(regexp.MustCompile(`\d+\.\d+\.\d+`).FindAllString(without, -1))
	for _, sum := range []string{
		fmt.Sprintf("has %d requirements", len(seen)+other),
		fmt.Sprintf("%d apply here: %d are met, %d are not", len(seen), met, len(seen)-met),
		fmt.Sprintf("Of %d that apply at level 1, %d are met", first, firstMet),
	} {
		if !strings.Contains(strings.Join(strings.Fields(table), " "), sum) {
			t.Errorf("the sums at the top are not %q", sum)
		}
	}
	if len(seen)+other != 253 || firstMet != first {
		t.Errorf("%d requirements of 253, %d of %d of level 1", len(seen)+other, firstMet, first)
	}
}
