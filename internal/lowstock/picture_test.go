package lowstock_test

import (
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/lowstock"
)

func TestPictureURL(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"https://hanbit.cafe24.com/web/product/tiny/1.jpg":      "https://hanbit.cafe24.com/web/product/tiny/1.jpg",
		"https://img.shop.example:8443/a b/한글.jpg?v=2":          "https://img.shop.example:8443/a b/한글.jpg?v=2",
		"http://hanbit.cafe24.com/web/product/tiny/1.jpg":       "https://hanbit.cafe24.com/web/product/tiny/1.jpg",
		"http://img.shop.example:80/1.jpg":                      "https://img.shop.example/1.jpg",
		"//hanbit.cafe24.com/web/product/tiny/1.jpg":            "https://hanbit.cafe24.com/web/product/tiny/1.jpg",
		"http://127.0.0.1:8081/mall/hanbit/web/product/1":       "http://127.0.0.1:8081/mall/hanbit/web/product/1",
		"http://localhost:8081/1.svg":                           "http://localhost:8081/1.svg",
		"":                                                      "",
		"javascript:alert(1)":                                   "",
		"JavaScript://hanbit.cafe24.com/%0aalert(1)":            "",
		" javascript:alert(1)":                                  "",
		"data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=":            "",
		"file:///etc/passwd":                                    "",
		"file://server.example/share/1.jpg":                     "",
		"ftp://img.shop.example/1.jpg":                          "",
		"blob:https://img.shop.example/1":                       "",
		"/web/product/tiny/1.jpg":                               "",
		"tiny/1.jpg":                                            "",
		"https://":                                              "",
		"https://user:pass@img.shop.example/1.jpg":              "",
		"https://192.168.0.1/cgi-bin/reboot":                    "",
		"https://127.0.0.1/1.jpg":                               "",
		"https://127.1/1.jpg":                                   "",
		"https://2130706433/1.jpg":                              "",
		"https://[::1]/1.jpg":                                   "",
		"https://router/1.jpg":                                  "",
		"http://router/1.jpg":                                   "",
		"http://192.168.0.1/1.jpg":                              "",
		`https:\\img.shop.example\1.jpg`:                        "",
		"https://img.shop.example/\r\n1.jpg":                    "",
		"https://img.shop.example/" + strings.Repeat("x", 2048): "",
	} {
		if got := lowstock.PictureURL(raw); got != want {
			t.Errorf("%.80q: %q, want %q", raw, got, want)
		}
	}
}
