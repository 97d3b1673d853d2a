package cafe24sim

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// pictureFile names a product's image: its subject, and the number that selects
// its colours.
func pictureFile(p *Product) string { return fmt.Sprintf("%s-%d.svg", p.Picture, p.No) }

// picture draws a product's image: a simple shape on a light background.
func (s *Server) picture(w http.ResponseWriter, r *http.Request, _ *mall) {
	what, rest, ok := strings.Cut(r.PathValue("file"), "-")
	number, err := strconv.Atoi(strings.TrimSuffix(rest, ".svg"))
	shape, known := shapes()[what]
	if !ok || err != nil || !known {
		http.NotFound(w, r)
		return
	}
	side := map[string]int{"tiny": 100, "small": 160, "medium": 300, "big": 600}[r.PathValue("size")]
	if side == 0 {
		http.NotFound(w, r)
		return
	}
	hue := number * 47 % 360
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Cache-Control", "public, max-age=86400")
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	_, _ = fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="%d" height="%d">`+
		`<rect width="100" height="100" fill="hsl(%d 45%% 93%%)"/><g fill="hsl(%d 38%% 58%%)" stroke="hsl(%d 40%% 34%%)" `+
		`stroke-width="2.5" stroke-linejoin="round" stroke-linecap="round">%s</g></svg>`, side, side, hue, hue, hue, shape)
}

// shapes are drawn on an area of 100 by 100.
func shapes() map[string]string {
	return map[string]string{
		"dress":  `<path d="M40 18h20l-3 24 17 40H26l17-40z"/><path d="M43 42h14" fill="none"/>`,
		"shirt":  `<path d="M38 22h24l20 12-8 15-9-4v37H35V45l-9 4-8-15z"/><path d="M50 24v58M42 22l8 9 8-9" fill="none"/>`,
		"tee":    `<path d="M38 24h24l20 12-8 15-9-4v33H35V47l-9 4-8-15z"/><path d="M40 24q10 11 20 0" fill="none"/>`,
		"knit":   `<path d="M38 24h24l18 14-2 36h-9V47l-4-3v36H35V44l-4 3v27h-9l-2-36z"/><path d="M35 73h30M40 24q10 9 20 0" fill="none"/>`,
		"coat":   `<path d="M38 18h24l16 14v38h-8V44l-3-2v42H33V42l-3 2v26h-8V32z"/><path d="M50 30v54M38 18l12 15 12-15" fill="none"/>`,
		"skirt":  `<path d="M36 26h28l14 52H22z"/><path d="M35 34h30M44 40l-5 36M56 40l5 36" fill="none"/>`,
		"pants":  `<path d="M35 18h30l5 64H56l-6-40-6 40H30z"/><path d="M34 26h32" fill="none"/>`,
		"shoe":   `<path d="M16 40l8-6c8 12 16 14 24 12l28 12c8 3 10 8 9 13H16z"/><path d="M16 65h68M42 47l6 7M50 46l6 8" fill="none"/>`,
		"bag":    `<path d="M24 40h52l5 42H19z"/><path d="M36 48V34c0-20 28-20 28 0v14" fill="none"/>`,
		"hat":    `<path d="M28 56c0-36 44-36 44 0z"/><path d="M16 58q34-10 68 0l-4 10q-30-8-60 0z"/>`,
		"cup":    `<path d="M24 32h42v34c0 10-6 14-12 14H36c-6 0-12-4-12-14z"/><path d="M66 40h6c12 0 12 22 0 22h-6" fill="none"/>`,
		"pot":    `<path d="M22 42h56v26c0 6-4 10-10 10H32c-6 0-10-4-10-10z"/><path d="M18 42h64M12 52h10M78 52h10M50 34v8" fill="none"/>`,
		"bed":    `<path d="M16 52h68v20H16z"/><path d="M22 40h22v12H22zM16 30v48M84 72v6"/>`,
		"towel":  `<path d="M28 20h44v60H28z"/><path d="M28 64h44M28 70h44" fill="none"/>`,
		"lamp":   `<path d="M36 20h28l14 30H22z"/><path d="M50 50v28M34 80h32" fill="none"/>`,
		"note":   `<path d="M28 18h46v64H28z"/><path d="M36 18v64M46 34h20M46 44h20M46 54h14" fill="none"/>`,
		"bottle": `<path d="M38 38h24v40c0 4-3 6-6 6H44c-3 0-6-2-6-6z"/><path d="M43 38V26h14v12M42 18h16v8H42z"/><path d="M38 54h24" fill="none"/>`,
		"lip":    `<path d="M40 48h20v34H40zM43 48V30l14-10v28z"/><path d="M40 58h20" fill="none"/>`,
		"snack":  `<path d="M28 24l6 4 6-4 6 4 6-4 6 4 6-4 6 4v50l-6 4-6-4-6 4-6-4-6 4-6-4-6 4z"/><circle cx="50" cy="52" r="12" fill="none"/>`,
		"tea":    `<path d="M30 26h40v52H30z"/><path d="M50 26V14M40 44h20v18H40z" fill="none"/>`,
		"jar":    `<path d="M32 32h36v42c0 6-4 8-8 8H40c-4 0-8-2-8-8z"/><path d="M30 20h40v12H30z"/><path d="M32 48h36M32 66h36" fill="none"/>`,
		"paw":    `<path d="M50 48c12 0 22 12 20 22-3 10-14 4-20 4s-17 6-20-4c-2-10 8-22 20-22z"/><circle cx="26" cy="44" r="7"/><circle cx="42" cy="30" r="7"/><circle cx="58" cy="30" r="7"/><circle cx="74" cy="44" r="7"/>`,
	}
}
