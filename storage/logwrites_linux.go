package storage

import (
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// logVFS is the name under which SQLite finds its own way to files, in which the
// write-ahead log is written in one piece for each commit. SQLite itself gives it to
// the system in two pieces for each page, and a commit has dozens.
const logVFS = "channeldesk"

// logRoom is how much is gathered at most before it is written: SQLite's own takes
// no more at once.
const logRoom = 0x1ffff

// The log begins with fileHead bytes of its own. Before each page stand frameHead
// bytes, of which those at frameCommit are not zero for the last page of a commit.
const (
	fileHead    = 32
	frameHead   = 24
	frameCommit = 4
)

// logFile is what is kept for each open log, behind what SQLite keeps for it.
type logFile struct {
	own  uintptr // the methods of SQLite's own
	room uintptr // what is not written yet
	from int64   // where it belongs
	n    int32   // how many bytes it is
	last bool    // the page that comes next is the last of a commit
	// whole is true when the latest that was written is all of a commit, and owing the
	// number of the owing whose connection it is; 0 for none.
	whole bool
	owing int64
}

// owing is for a connection whose commits can leave the wait for the disk to who makes
// them. Only who has the connection uses it.
type owing struct {
	number int64
	// may is true while a commit may do that, and owes is true when one did.
	may, owes bool
}

// owingName is what a connection's address calls the number.
const owingName = "owing"

var (
	owings       sync.Map // by number
	owingNumbers atomic.Int64
	owingWord    uintptr // owingName in SQLite's memory
)

// newOwing is nil where SQLite's own way to files cannot be taken over.
func newOwing() *owing {
	if registerLogVFS() == "" {
		return nil
	}
	o := &owing{number: owingNumbers.Add(1)}
	owings.Store(o.number, o)
	return o
}

// end is for when the connection is closed.
func (o *owing) end() { owings.Delete(o.number) }

// flushLog waits until all that was written to a file is on the disk.
func flushLog(f *os.File) error {
	for {
		if err := syscall.Fdatasync(int(f.Fd())); err != syscall.EINTR { //nolint:errorlint // it is one or none
			return os.NewSyscallError("fdatasync", err)
		}
	}
}

var (
	logOnce    sync.Once
	logBase    *lib.Tsqlite3_vfs // SQLite's own; nil where it could not be taken over
	logMethods *lib.Tsqlite3_io_methods
	logMade    sync.Once // for the methods, which are SQLite's but for some
)

// registerLogVFS makes logVFS known to SQLite and gives its name; "" when that fails:
// then SQLite writes as it does by itself.
func registerLogVFS() string {
	logOnce.Do(func() {
		tls := libc.NewTLS()
		defer tls.Close()
		base := lib.Xsqlite3_vfs_find(tls, 0)
		own := libc.Xcalloc(tls, 1, libc.Tsize_t(unsafe.Sizeof(lib.Tsqlite3_vfs{})))
		methods := libc.Xcalloc(tls, 1, libc.Tsize_t(unsafe.Sizeof(lib.Tsqlite3_io_methods{})))
		name, err := libc.CString(logVFS)
		word, wordErr := libc.CString(owingName)
		if base == 0 || own == 0 || methods == 0 || err != nil || wordErr != nil {
			return
		}
		owingWord = word
		vfs := at[lib.Tsqlite3_vfs](own)
		*vfs = *at[lib.Tsqlite3_vfs](base)
		vfs.FszOsFile = logFileAt(vfs.FszOsFile) + int32(unsafe.Sizeof(logFile{}))
		vfs.FpNext, vfs.FzName, vfs.FxOpen = 0, name, entry(openFile)
		logMethods = at[lib.Tsqlite3_io_methods](methods)
		if lib.Xsqlite3_vfs_register(tls, own, 0) == lib.SQLITE_OK {
			logBase = at[lib.Tsqlite3_vfs](base)
		}
	})
	if logBase == nil {
		return ""
	}
	return logVFS
}

// at is what stands at an address of SQLite's memory, which Go does not move.
func at[T any](address uintptr) *T {
	return *(**T)(unsafe.Pointer(&address)) //nolint:gosec // SQLite's files are known by address
}

// entry is the address of a function, as SQLite keeps it.
func entry(fn any) uintptr {
	return (*[2]uintptr)(unsafe.Pointer(&fn))[1] //nolint:gosec // so does the driver
}

// as is the function at an address.
func as[F any](address uintptr) F {
	return *(*F)(unsafe.Pointer(&struct{ uintptr }{address})) //nolint:gosec // so does the driver
}

// logFileAt is where a logFile stands, behind SQLite's own of a size.
func logFileAt(size int32) int32 { return (size + 7) &^ 7 }

func logOf(file uintptr) *logFile {
	return at[logFile](file + uintptr(logFileAt(logBase.FszOsFile)))
}

// openFile opens whatever SQLite asks for, and looks after the log.
func openFile(tls *libc.TLS, _, name, file uintptr, flags int32, out uintptr) int32 {
	base := uintptr(unsafe.Pointer(logBase)) //nolint:gosec // it was got as an address
	rc := as[func(*libc.TLS, uintptr, uintptr, uintptr, int32, uintptr) int32](logBase.FxOpen)(tls, base, name, file, flags, out)
	if rc != lib.SQLITE_OK || flags&lib.SQLITE_OPEN_WAL == 0 {
		return rc
	}
	f := at[lib.Tsqlite3_file](file)
	*logOf(file) = logFile{own: f.FpMethods, owing: lib.Xsqlite3_uri_int64(tls, name, owingWord, 0)}
	logMade.Do(func() {
		*logMethods = *at[lib.Tsqlite3_io_methods](f.FpMethods)
		logMethods.FxClose, logMethods.FxRead, logMethods.FxWrite = entry(closeLog), entry(readLog), entry(writeLog)
		logMethods.FxTruncate, logMethods.FxSync, logMethods.FxFileSize = entry(truncateLog), entry(syncLog), entry(sizeOfLog)
	})
	f.FpMethods = uintptr(unsafe.Pointer(logMethods)) //nolint:gosec // it was got as an address
	return rc
}

func (l *logFile) methods() *lib.Tsqlite3_io_methods { return at[lib.Tsqlite3_io_methods](l.own) }

type (
	readWrite = func(tls *libc.TLS, file, data uintptr, n int32, from int64) int32
	justFile  = func(tls *libc.TLS, file uintptr) int32
)

// flush writes what was gathered. When it cannot, it is lost, and the commit with it.
func (l *logFile) flush(tls *libc.TLS, file uintptr) int32 {
	if l.n == 0 {
		return lib.SQLITE_OK
	}
	n := l.n
	l.n, l.last = 0, false
	return as[readWrite](l.methods().FxWrite)(tls, file, l.room, n, l.from)
}

// writeLog gathers what belongs together: frames that follow each other, up to the
// last one of a commit. From then on others may look for it in the file.
func writeLog(tls *libc.TLS, file, data uintptr, n int32, from int64) int32 {
	l := logOf(file)
	l.whole = false
	if l.n > 0 && (from != l.from+int64(l.n) || l.n+n > logRoom) {
		if rc := l.flush(tls, file); rc != lib.SQLITE_OK {
			return rc
		}
	}
	if l.room == 0 {
		l.room = libc.Xmalloc(tls, logRoom)
	}
	if l.room == 0 || n > logRoom || from < fileHead {
		return as[readWrite](l.methods().FxWrite)(tls, file, data, n, from)
	}
	if l.n == 0 {
		l.from = from
	}
	libc.Xmemcpy(tls, l.room+uintptr(l.n), data, libc.Tsize_t(n))
	l.n += n
	if n == frameHead {
		l.last = *at[uint32](data + frameCommit) != 0
		return lib.SQLITE_OK
	}
	if !l.last {
		return lib.SQLITE_OK
	}
	rc := l.flush(tls, file)
	l.whole = rc == lib.SQLITE_OK
	return rc
}

func readLog(tls *libc.TLS, file, data uintptr, n int32, from int64) int32 {
	l := logOf(file)
	if rc := l.flush(tls, file); rc != lib.SQLITE_OK {
		return rc
	}
	return as[readWrite](l.methods().FxRead)(tls, file, data, n, from)
}

func truncateLog(tls *libc.TLS, file uintptr, size int64) int32 {
	l := logOf(file)
	if rc := l.flush(tls, file); rc != lib.SQLITE_OK {
		return rc
	}
	return as[func(*libc.TLS, uintptr, int64) int32](l.methods().FxTruncate)(tls, file, size)
}

// syncLog waits for the disk, or leaves that to who makes the commit. Only the end of
// a commit can be left: at the beginning of a log, and before pages are brought into
// the database, the order of what reaches the disk matters.
func syncLog(tls *libc.TLS, file uintptr, flags int32) int32 {
	l := logOf(file)
	if rc := l.flush(tls, file); rc != lib.SQLITE_OK {
		return rc
	}
	if l.whole && l.owing != 0 {
		if o, ok := owings.Load(l.owing); ok && o.(*owing).may { //nolint:forcetypeassert // nothing else is there
			o.(*owing).owes = true //nolint:forcetypeassert // nothing else is there
			return lib.SQLITE_OK
		}
	}
	return as[func(*libc.TLS, uintptr, int32) int32](l.methods().FxSync)(tls, file, flags)
}

func sizeOfLog(tls *libc.TLS, file, size uintptr) int32 {
	l := logOf(file)
	if rc := l.flush(tls, file); rc != lib.SQLITE_OK {
		return rc
	}
	return as[func(*libc.TLS, uintptr, uintptr) int32](l.methods().FxFileSize)(tls, file, size)
}

func closeLog(tls *libc.TLS, file uintptr) int32 {
	l := logOf(file)
	rc := l.flush(tls, file)
	if l.room != 0 {
		libc.Xfree(tls, l.room)
	}
	l.room = 0
	if end := as[justFile](l.methods().FxClose)(tls, file); end != lib.SQLITE_OK {
		return end
	}
	return rc
}
