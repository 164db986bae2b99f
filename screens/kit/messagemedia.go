package kit

import (
	"context"
	"image"
	_ "image/gif" // pictures that people choose
	_ "image/jpeg"
	_ "image/png"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	scale "golang.org/x/image/draw"
)

// mediaHeight is how high the tile of a picture is in a message.
const mediaHeight = 132

// maxPicture is how many pixels a picture may have to be shown.
const maxPicture = 64 << 20

// mediaLook is the icon and the word of a kind of header.
func mediaLook(kind MediaKind) (icon, word string) {
	switch kind {
	case MediaVideo:
		return "play", lang.L("Video")
	case MediaGIF:
		return "play", lang.L("GIF")
	case MediaDocument:
		return "file-text", lang.L("Document")
	case MediaLocation:
		return "map-pin", lang.L("Location")
	}
	return "image", lang.L("Image")
}

// media is the tile above the body.
func (v *MessageView) media(h MessageHeader) fyne.CanvasObject {
	icon, word := mediaLook(h.Kind)
	name := h.File
	if name == "" && h.Path != "" {
		name = filepath.Base(h.Path)
	}
	ground := NewBox(v.tok(NeutralTint), Transparent, 6, 0)
	switch h.Kind {
	case MediaDocument:
		if name == "" {
			name = word
		}
		return Fix(0, 52, Stack(ground, Pad(0, 12, 0, 12, Col(0, Spring(), Row(12, NewIcon(icon, 24, v.tok(Danger)), Grow(NewCut(name, BodyStrong, v.tok(ChatText)))), Spring()))))
	case MediaLocation:
		words := NewCut(h.Text, Caption, v.tok(ChatMeta))
		words.Hidden = h.Text == ""
		return Col(4, Fix(0, 96, Stack(ground, Mid(0, 96, NewIcon(icon, 28, v.tok(Danger))))), Pad(0, 8, 0, 8, words))
	case MediaImage, MediaGIF:
		if p := v.picture(h.Path); p != nil {
			return Fix(0, mediaHeight, Stack(ground, p))
		}
	}
	if name == "" {
		name = word
	}
	caption := NewCut(name, Caption, v.tok(ChatMeta)).SetAlign(fyne.TextAlignCenter)
	return Fix(0, mediaHeight, Stack(ground, Col(4, Spring(), Mid(0, 28, NewIcon(icon, 28, v.tok(ChatMeta))), Pad(0, 8, 0, 8, caption), Spring())))
}

// pictureFile is a picture on this computer, read once per view.
type pictureFile struct {
	task Task
	img  image.Image
	bad  bool
}

// picture gives the picture of a file; nil until it was read, or when it is none
// that can be shown.
func (v *MessageView) picture(path string) fyne.CanvasObject {
	if path == "" {
		return nil
	}
	f := v.files[path]
	if f == nil {
		v.files[path] = &pictureFile{}
		v.unread = append(v.unread, path)
		return nil
	}
	if f.img == nil {
		return nil
	}
	p := canvas.NewImageFromImage(f.img)
	p.FillMode = canvas.ImageFillCover
	return p
}

// read reads the files that the message has asked for.
func (v *MessageView) read() {
	paths := v.unread
	v.unread = nil
	for _, path := range paths {
		f := v.files[path]
		Start(&f.task, context.Background(), func(context.Context) (image.Image, error) { return readPicture(path) }, func(img image.Image, err error) {
			f.img, f.bad = img, err != nil
			if err == nil {
				v.rebuild()
			}
		})
	}
}

// readPicture reads a picture and makes it as small as it is shown at most.
func readPicture(path string) (image.Image, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	if c, _, err := image.DecodeConfig(file); err != nil {
		return nil, err
	} else if c.Width*c.Height > maxPicture {
		return nil, image.ErrFormat
	}
	if _, err := file.Seek(0, 0); err != nil {
		return nil, err
	}
	img, _, err := image.Decode(file)
	if err != nil {
		return nil, err
	}
	const widest = 2 * messageWidth
	size := img.Bounds().Size()
	if size.X <= widest || size.Y <= 0 {
		return img, nil
	}
	small := image.NewRGBA(image.Rect(0, 0, widest, max(1, size.Y*widest/size.X)))
	scale.ApproxBiLinear.Scale(small, small.Bounds(), img, img.Bounds(), scale.Src, nil)
	return small, nil
}
