package web_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"runtime"
	"runtime/metrics"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const (
	uploadBenchPages = 60
	uploadBenchTurns = 3
)

// workbookOf is a workbook with this first sheet.
func workbookOf(tb testing.TB, begin, text string, n int, end string) string {
	tb.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	const header = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">` +
		`<c r="A1" t="inlineStr"><is><t>품목코드</t></is></c><c r="B1" t="inlineStr"><is><t>품목 기준</t></is></c></row>`
	const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + relations + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="` + relations + `"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + relations + `/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", ""},
	} {
		w, err := z.Create(part[0])
		if err != nil {
			tb.Fatal(err)
		}
		if part[1] != "" {
			_, _ = io.WriteString(w, part[1])
			continue
		}
		_, _ = io.WriteString(w, header+begin)
		many := strings.Repeat(text, 1000)
		for range n / 1000 {
			_, _ = io.WriteString(w, many)
		}
		_, _ = io.WriteString(w, end+"</sheetData></worksheet>")
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.String()
}

// sheetForm is the body of the page's form with a file, and its type.
func sheetForm(tb testing.TB, content string) (body []byte, kind string) {
	tb.Helper()
	var out bytes.Buffer
	form := multipart.NewWriter(&out)
	part, err := form.CreateFormFile("file", "a.xlsx")
	if err != nil {
		tb.Fatal(err)
	}
	_, _ = io.WriteString(part, content) // a buffer takes everything
	if err := form.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes(), form.FormDataContentType()
}

// hurtful are the files that cost most, and how many requests send one at once.
func hurtful(tb testing.TB) []struct {
	name   string
	file   func() string
	atOnce int
} {
	tb.Helper()
	lines := func() string {
		var all strings.Builder
		all.WriteString("품목코드,품목 기준\n")
		for i := range 99_000 {
			fmt.Fprintf(&all, "P%07dA,5\n", i)
		}
		return all.String()
	}
	return []struct {
		name   string
		file   func() string
		atOnce int
	}{
		{"wide-workbook", func() string {
			return workbookOf(tb, `<row r="2">`, `<c><v>1</v></c>`, 15_000_000, `</row>`)
		}, 2},
		{"empty-cells", func() string {
			return workbookOf(tb, "", `<row>`+strings.Repeat(`<c/>`, 100)+`</row>`, 100_000, "")
		}, 2},
		{"tags", func() string { return workbookOf(tb, "", `<a/>`, 20_000_000, "") }, 2},
		{"wide-csv", func() string { return strings.Repeat(",", 8<<20) }, 10},
		{"100000-lines", lines, 2},
	}
}

// BenchmarkStockBesideUploads measures how long another mall's stock page takes
// without and with uploads that cost much, in turns, and the greatest heap
// meanwhile.
func BenchmarkStockBesideUploads(b *testing.B) {
	for _, h := range hurtful(b) {
		b.Run(h.name, func(b *testing.B) {
			shop := newBench(b)
			shop.shop(b, 300)
			attacker := shop.owner(b, otherMall).sessionCookie()
			var cookies []string
			for range 8 { // one session alone is limited to 100 requests a second
				other := shop.browser(b)
				other.launch(mall)
				cookies = append(cookies, other.sessionCookie())
			}
			body, kind := sheetForm(b, h.file())
			handler := shop.server.Handler()
			upload := func(ctx context.Context) int {
				r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/rules/sheet", bytes.NewReader(body))
				r.Header.Set("Cookie", attacker)
				r.Header.Set("Content-Type", kind)
				r.Header.Set("Sec-Fetch-Site", "same-origin")
				answer := discarded{header: http.Header{}, status: http.StatusOK}
				handler.ServeHTTP(&answer, r)
				return answer.status
			}
			page := func(i int) time.Duration {
				r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, "/stock", nil)
				r.Header.Set("Cookie", cookies[i%len(cookies)])
				answer := discarded{header: http.Header{}, status: http.StatusOK}
				began := time.Now()
				if handler.ServeHTTP(&answer, r); answer.status != http.StatusOK {
					b.Errorf("status %d", answer.status)
				}
				return time.Since(began)
			}
			for i := range 50 {
				page(i)
			}
			var alone, beside []time.Duration
			var peak uint64
			var uploads atomic.Int64
			for b.Loop() {
				for range uploadBenchTurns {
					for i := range uploadBenchPages {
						alone = append(alone, page(i))
					}
					runtime.GC()
					before := heapNow()
					ctx, stop := context.WithCancel(b.Context())
					var all sync.WaitGroup
					for range h.atOnce {
						all.Go(func() {
							for ctx.Err() == nil {
								upload(ctx)
								uploads.Add(1)
								select { // as somebody who tries again; a flood of requests is limited elsewhere
								case <-time.After(time.Second):
								case <-ctx.Done():
								}
							}
						})
					}
					began := time.Now()
					for i := 0; i < uploadBenchPages || time.Since(began) < 2*time.Second; i++ {
						beside = append(beside, page(i))
						peak = max(peak, heapNow()-min(before, heapNow()))
					}
					stop()
					all.Wait()
				}
			}
			slices.Sort(alone)
			slices.Sort(beside)
			ms := func(d []time.Duration, part float64) float64 {
				return float64(d[int(float64(len(d)-1)*part)].Microseconds()) / 1000
			}
			b.ReportMetric(ms(alone, .5), "ms/alone")
			b.ReportMetric(ms(beside, .5), "ms/beside")
			b.ReportMetric(ms(alone, .95), "ms/alone-p95")
			b.ReportMetric(ms(beside, .95), "ms/beside-p95")
			b.ReportMetric(ms(beside, .5)/ms(alone, .5), "x-alone")
			b.ReportMetric(float64(peak)/(1<<20), "MiB-peak")
			b.ReportMetric(float64(uploads.Load()), "uploads")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// heapNow is the size of the heap, garbage included.
func heapNow() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
