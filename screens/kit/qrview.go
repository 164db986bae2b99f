package kit

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"
)

// QRView shows a QR code dark on white, in the dark theme too. Every module
// is a whole number of device pixels at any scale, so phones read it. The
// image must hold the quiet zone of four modules. UI thread only.
type QRView struct {
	widget.BaseWidget
	side    float32
	ground  *canvas.Rectangle
	picture *canvas.Image
	modules int
}

// NewQRView shows an image of a code in a square of this side; nil shows a
// white square.
func NewQRView(img image.Image, side float32) *QRView {
	v := &QRView{
		side:    side,
		ground:  canvas.NewRectangle(color.White),
		picture: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScalePixels},
	}
	v.ExtendBaseWidget(v)
	v.SetImage(img)
	return v
}

// SetImage shows another code; nil shows none.
func (v *QRView) SetImage(img image.Image) {
	v.modules = 0
	v.picture.Image = nil
	if img != nil {
		small := reduceCode(img)
		v.modules = small.Bounds().Dx()
		v.picture.Image = small
	}
	v.picture.Hidden = img == nil
	v.Refresh()
}

// AccessibilityLabel is what a screen reader says.
func (v *QRView) AccessibilityLabel() string { return lang.L("QR code") }

// AccessibilityRole is the kind of object.
func (v *QRView) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is called by the toolkit.
func (v *QRView) CreateRenderer() fyne.WidgetRenderer { return &qrRenderer{v} }

type qrRenderer struct{ v *QRView }

func (*qrRenderer) Destroy() {}
func (r *qrRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.v.ground, r.v.picture}
}
func (r *qrRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(r.v.side) }

// Layout gives the picture the largest whole multiple of its modules.
func (r *qrRenderer) Layout(size fyne.Size) {
	place(r.v.ground, 0, 0, size.Width, size.Height)
	n := float32(r.v.modules)
	if n == 0 {
		return
	}
	k := pixelScale()
	room := float32(int(min(size.Width, size.Height) * k))
	each := float32(int(room / n))
	if each < 1 {
		each = room / n
	}
	px := each * n
	left := float32(int((size.Width*k - px) / 2))
	top := float32(int((size.Height*k - px) / 2))
	r.v.picture.Move(fyne.NewPos(left/k, top/k))
	r.v.picture.Resize(fyne.NewSquareSize(fromPixels(px, k)))
}

func (r *qrRenderer) Refresh() {
	r.Layout(r.v.Size())
	r.v.picture.Refresh()
	canvas.Refresh(r.v)
}

// reduceCode returns the code with one pixel for each module. It finds the
// size of a module from the top left corner mark, which is seven wide; an
// image where that does not come out even is returned as it is.
func reduceCode(img image.Image) image.Image {
	b := img.Bounds()
	each := moduleSize(img)
	if each < 1 || b.Dx()%each != 0 || b.Dy()%each != 0 {
		return img
	}
	out := image.NewGray(image.Rect(0, 0, b.Dx()/each, b.Dy()/each))
	for y := range out.Bounds().Dy() {
		for x := range out.Bounds().Dx() {
			c := color.Gray{Y: 255}
			if dark(img.At(b.Min.X+x*each+each/2, b.Min.Y+y*each+each/2)) {
				c.Y = 0
			}
			out.SetGray(x, y, c)
		}
	}
	return out
}

func moduleSize(img image.Image) int {
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if !dark(img.At(x, y)) {
				continue
			}
			run := 0
			for x+run < b.Max.X && dark(img.At(x+run, y)) {
				run++
			}
			if run%7 != 0 {
				return 0
			}
			return run / 7
		}
	}
	return 0
}

func dark(c color.Color) bool {
	return color.GrayModel.Convert(c).(color.Gray).Y < 128
}
