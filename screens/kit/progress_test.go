package kit

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// barPicture draws a bar with room around it: 10 from the left and the top.
func barPicture(t *testing.T, p *Progress, width float32) image.Image {
	t.Helper()
	useTheme(t, ModeLight)
	w := sheetWindow(t, width+20, 40)
	c := &fyne.Container{Objects: []fyne.CanvasObject{NewRect(Surface), p}}
	w.SetContent(c)
	c.Objects[0].Resize(c.Size())
	p.Move(fyne.NewPos(10, 10))
	p.Resize(fyne.NewSize(width, p.high))
	return w.Canvas().Capture()
}

func TestSegmentsStayOnTheTrack(t *testing.T) {
	p := NewProgress(KindNeutral)
	p.SetSegments([]Segment{{0.4, StateRead}, {0.2, StateDelivered}, {0.4, StateFailed}})
	img := barPicture(t, p, 200)
	ground := colourOf(Surface, false)
	r, g, b, _ := ground.RGBA()
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			if x >= 10 && x < 210 && y >= 10 && y < 16 {
				continue
			}
			pr, pg, pb, _ := img.At(x, y).RGBA()
			require.Equal(t, [3]uint32{r, g, b}, [3]uint32{pr, pg, pb}, "at %d,%d", x, y)
		}
	}
}

func TestASmallSegmentIsSeen(t *testing.T) {
	useTheme(t, ModeLight)
	p := NewProgress(KindNeutral)
	for _, parts := range [][]Segment{
		{{0.5, Ok}, {0.4999, Danger}, {0.0001, Warn}},
		{{0.0001, Ok}, {0.0001, Danger}, {0.0001, Warn}},
		{{0.999, Ok}, {0, Danger}, {0.001, Warn}},
	} {
		p.SetSegments(parts)
		last := float32(0)
		for i, end := range p.ends(200) {
			if parts[i].Share > 0 {
				assert.GreaterOrEqual(t, end-last, float32(leastSegment), "part %d of %v", i, parts)
			}
			assert.LessOrEqual(t, end, float32(200))
			last = end
		}
	}
	p.SetSegments([]Segment{{0.7, Ok}, {0.7, Danger}, {-1, Warn}})
	assert.Equal(t, []float32{140, 200, 200}, p.ends(200))
	p.SetSegments([]Segment{{0, Ok}})
	assert.Equal(t, []float32{0}, p.ends(200))
	p.SetSegments([]Segment{{1, Ok}, {0.1, Danger}})
	for _, end := range p.ends(2) {
		assert.LessOrEqual(t, end, float32(2), "a bar without room")
	}
}

func TestTheLastSegmentIsDrawn(t *testing.T) {
	p := NewProgress(KindNeutral)
	p.SetSegments([]Segment{{0.9999, StateRead}, {0.0001, StateFailed}})
	img := barPicture(t, p, 200)
	r, g, b, _ := img.At(208, 13).RGBA()
	wr, wg, wb, _ := colourOf(StateFailed, false).RGBA()
	assert.Equal(t, [3]uint32{wr, wg, wb}, [3]uint32{r, g, b})
}
