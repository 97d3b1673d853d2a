package web_test

import (
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/sheet"
)

const smallFile = "품목코드,품목 기준\nP0000001A,5\n"

// until calls try until it says that it is done, for at most a minute.
func until(t *testing.T, what string, try func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !try(); {
		if time.Now().After(end) {
			t.Fatalf("%s: not within a minute", what)
		}
	}
}

// slowly begins to upload a file and returns functions that send the rest, and
// that leave. The answer's status is sent to answered; 0 means none.
func (w *browser) slowly(file string) (finish func(), leave func(), answered chan int) {
	w.t.Helper()
	ctx, cancel := context.WithCancel(w.t.Context())
	body, to := io.Pipe()
	form := multipart.NewWriter(to)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.bench.app.URL+"/rules/sheet", body)
	if err != nil {
		w.t.Fatal(err)
	}
	req.Header.Set("Content-Type", form.FormDataContentType())
	req.Header.Set("Cookie", w.sessionCookie())
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	answered = make(chan int, 1)
	go func() {
		status := 0
		if res, err := w.client.Do(req); err == nil {
			status = res.StatusCode
			_ = res.Body.Close()
		}
		answered <- status
	}()
	part, err := form.CreateFormFile("file", "a.csv")
	if err != nil {
		w.t.Fatal(err)
	}
	return func() {
		_, _ = io.WriteString(part, file) // the answer shows whether it arrived
		_ = form.Close()
		_ = to.Close()
	}, func() { cancel(); _ = to.CloseWithError(io.ErrUnexpectedEOF) }, answered
}

// A mall uploads one file at a time. Other malls upload, export and look
// meanwhile.
func TestOneUploadOfAMallAtATime(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w, other := b.shop(t, 2), b.owner(t, otherMall)
	finish, _, answered := w.slowly(smallFile)
	until(t, "a second upload is refused", func() bool {
		select {
		case <-answered: // the upload below came first, and this one was refused
			finish, _, answered = w.slowly(smallFile)
		default:
		}
		second := w.upload("a.csv", smallFile)
		return second.StatusCode == http.StatusUnprocessableEntity && strings.Contains(second.body, "이 쇼핑몰에서 올린 다른 파일을 아직 확인하고 있어요") &&
			strings.Contains(second.body, `aria-describedby="sheet-file-error"`)
	})
	other.upload("a.csv", smallFile).want(http.StatusOK)
	other.get("/stock/export").want(http.StatusOK)
	other.get("/stock").want(http.StatusOK)
	w.get("/stock/export").want(http.StatusOK)
	finish()
	if status := <-answered; status != http.StatusOK {
		t.Errorf("the first upload is answered with %d", status)
	}
	w.upload("a.csv", smallFile).want(http.StatusOK)
}

// A client that leaves takes its work along, while it sends and while the file
// is read.
func TestAClientThatLeavesStopsItsUpload(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	for name, send := range map[string]bool{"while it sends": false, "while the file is read": true} {
		finish, leave, answered := w.slowly(workbookOf(t, "", "<a/>", 3_000_000, ""))
		until(t, name+": the upload has begun", func() bool {
			return strings.Contains(w.upload("a.csv", smallFile).body, "다른 파일을 아직")
		})
		if send {
			finish()
		}
		leave()
		if status := <-answered; status != 0 {
			t.Errorf("%s: answered with %d", name, status)
		}
		until(t, name+": the next upload is accepted", func() bool { return w.upload("a.csv", smallFile).StatusCode == http.StatusOK })
	}
}

// A refusal names the limit and the place, in the language of the reader, and
// nothing has changed.
func TestARefusedFileSaysWhereAndWhy(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	for name, c := range map[string]struct{ file, says string }{
		"columns": {"품목코드,품목 기준\n" + strings.Repeat(",", 300), "2번째 줄 GS열: 칸이 너무 많아요. 한 줄에 200칸까지"},
		"cell":    {"품목코드,품목 기준\nP0000001A,5\nP0000001A," + strings.Repeat("가", 1400), "3번째 줄 B열: 한 칸의 글이 너무 길어요. 한 칸에 4KB"},
		"line":    {"품목코드,품목 기준\nP0000001A,\"5\n" + strings.Repeat("P0000001A,5\n", 10_000), "2번째 줄: 한 줄이 너무 길어요. 한 줄은 64KB까지"},
		"cells":   {strings.Repeat(strings.Repeat(",", 199)+"\n", sheet.MaxCells/200+1), "10001번째 줄: 칸이 너무 많아요. 빈 칸까지 모두 2,000,000칸까지"},
		"texts":   {workbookOf(t, "", `<row><c t="inlineStr"><is><t>`+strings.Repeat("a", 4<<10)+`</t></is></c></row>`, 3000, ""), "글이 너무 많아요. 모두 합쳐 8MB까지"},
		"locked":  {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00", "암호가 걸린 파일이에요"},
	} {
		if got := w.upload("a.csv", c.file); got.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(got.body, c.says) || !strings.Contains(got.body, `aria-describedby="sheet-file-error"`) {
			t.Errorf("%s: %d %.600s", name, got.StatusCode, got.body[max(0, strings.Index(got.body, "sheet-file-error")):])
		}
	}
	if own := b.own(t); len(own) != 0 {
		t.Errorf("set %v", own)
	}
}
