#!/bin/sh
# Makes a guest's disk, kernel and initial RAM disk from a tree of Debian packages.
# Runs as root, or as root of a user namespace: assemble.sh PACKAGES.tar RECIPE_FOLDER OUTPUT_FOLDER DISK_SIZE
set -eu
umask 022
packages=$1 recipe=$2 out=$3 size=$4
tree=$out/tree ram=$out/ram

mkdir "$tree"
tar --extract --file "$packages" --directory "$tree" --exclude './dev/*'
rm "$packages"
version=$(ls "$tree/lib/modules")

# What makes a machine unique comes at its first boot.
rm -f "$tree"/etc/ssh/ssh_host_* "$tree/var/lib/dbus/machine-id" "$tree/etc/hostname"
: > "$tree/etc/machine-id"
printf '127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\nff02::1 ip6-allnodes\nff02::2 ip6-allrouters\n' > "$tree/etc/hosts"
# The initial RAM disk has mounted the one disk, and writable.
: > "$tree/etc/fstab"
# A proxy of the machine that builds is none of the guest's.
sed -i '/Proxy/d' "$tree/etc/apt/apt.conf.d/99mmdebstrap" 2> /dev/null || :

# The guest meets no authority but the simulated one; hashing the others takes 50 s of an emulated processor at every change.
: > "$tree/etc/ca-certificates.conf"
find "$tree/etc/ssl/certs" -mindepth 1 -delete
: > "$tree/etc/ssl/certs/ca-certificates.crt"

cp -R "$recipe/tree/." "$tree/"
# There is one datasource, so nobody has to search for it with a shell at each boot.
chmod a-x "$tree/usr/lib/cloud-init/ds-identify"
# Loading it, and judging user data by it, takes longer than all the user data does. It only ever writes a warning. A test has it
# here, and judges.
mkdir -p "$tree/usr/local/lib/guest/python"
mv "$tree/usr/lib/python3/dist-packages/jsonschema" "$tree/usr/local/lib/guest/python/"
mkdir -p "$tree/etc/systemd/system-generators"
for generator in cryptsetup getty gpt-auto hibernate-resume integritysetup rc-local system-update sysv veritysetup; do
  ln -s /dev/null "$tree/etc/systemd/system-generators/systemd-$generator-generator"
done
for unit in $(cat "$recipe/masked-units"); do ln -sf /dev/null "$tree/etc/systemd/system/$unit"; done

dpkg-query --admindir="$tree/var/lib/dpkg" --show --showformat '${Package} ${Version}\n' > "$out/packages"
cp "$tree/boot/vmlinuz-$version" "$out/kernel"
echo "$version" > "$out/kernel-version"

mkdir -p "$ram/bin" "$ram/dev" "$ram/disk" "$ram/modules"
install -m 0755 "$tree/bin/busybox" "$ram/bin/busybox"
install -m 0755 "$recipe/init" "$ram/init"
number=0
for module in virtio_ring virtio virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci virtio_blk; do
  number=$((number + 1))
  find "$tree/lib/modules/$version/kernel" -name "$module.ko" -exec cp {} "$ram/modules/$number-$module.ko" \;
done
(cd "$ram" && find . | cpio --create --format newc --quiet) > "$out/initrd"
rm -r "$ram"

# The kernel comes from outside, so its copies in the guest are dead weight.
rm -f "$tree"/boot/vmlinuz-* "$tree"/boot/initrd.img-* "$tree"/boot/System.map-*
truncate --size "$size" "$out/disk.raw"
# Lazily made tables would be made by the guest, in the background of its first boot.
mkfs.ext4 -q -F -E lazy_itable_init=0,lazy_journal_init=0 -d "$tree" "$out/disk.raw"
rm -r "$tree"
